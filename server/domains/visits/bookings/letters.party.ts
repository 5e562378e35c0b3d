import type { Locale } from "#contracts/common.ts";
import type { LetterName } from "#contracts/letter-kinds.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import { type BuildLetter, notify, registerLetter } from "#server/domains/notifications/index.ts";
import { findAsked, isOpen, type PartyContactRow } from "#server/domains/visits/party/index.ts";
import type { Ctx, TxCtx } from "#server/platform/context.ts";
import type { VisitView } from "./cards.store.ts";
import { partyWords } from "./letters.party.words.ts";
import { attachment, factsOf, findVisit } from "./letters.ts";
import { askReminders } from "./reminders.service.ts";
import { findAccount, findVisit as findVisitRow } from "./visits.store.ts";

const ASKED = "visit.party_asked";

/** Says, at start, how the letters about other adults in a visit are written. */
export function registerPartyLetters(): void {
  registerLetter(ASKED, askedLetter);
  registerLetter("visit.party_joined", joinedLetter);
  registerLetter("visit.party_accepted", acceptedLetter);
  registerLetter("visit.party_left", leftLetter);
  registerLetter("visit.party_removed", removedLetter);
}

/** Writes to somebody about a visit of another contact: by the asking it is about. */
export async function sendPartyLetter(
  tx: TxCtx,
  template: LetterName,
  to: { id: string; facilityId: string; partyId: string; contactId: string },
): Promise<void> {
  const { id: visitId, facilityId, partyId, contactId } = to;
  const { accountId } = await findAccount(tx.trx, contactId);
  await notify(tx, { accountId, template, facts: { visitId, partyId }, facilityId });
}

/** Writes to whoever was asked; it says nothing any more once they may not come. */
export function sendAsked(tx: TxCtx, row: PartyContactRow & { contactId: string }): Promise<void> {
  const { id: partyId, visitId: id, facilityId, contactId } = row;
  return sendPartyLetter(tx, ASKED, { id, facilityId, partyId, contactId });
}

/** Writes to whoever has accepted, asks that they be reminded, and tells the contact who booked. */
export async function sendJoined(
  tx: TxCtx,
  visit: { id: string; facilityId: string; partyId: string; contactId: string; startsAt: Temporal.Instant; timeZone: string },
  bookedBy: string,
): Promise<void> {
  await sendPartyLetter(tx, "visit.party_joined", visit);
  await askReminders(tx, visit);
  await sendPartyLetter(tx, "visit.party_accepted", { ...visit, contactId: bookedBy });
}

const askedLetter: BuildLetter = async (ctx, facts, locale) => {
  const about = await find(ctx, facts);
  const row = about && (await findVisitRow(ctx.db, about.visit.id));
  if (!row || about.asked.status !== "asked" || about.asked.contactId === null || !isOpen(row, ctx.now())) return undefined;
  // Limited, or kept apart, since it was asked.
  if (!(await contacts.whoMayCome(ctx, row, { contactId: about.asked.contactId }))) return undefined;
  const bookedBy = nameOfBooker(about.visit);
  return letter(ctx, "asked", about, locale, { who: bookedBy, along: true });
};

const joinedLetter: BuildLetter = async (ctx, facts, locale) => {
  const about = await find(ctx, facts);
  if (about?.visit.status !== "booked" || about.asked.status !== "accepted") return undefined;
  const words = letter(ctx, "joined", about, locale, { who: nameOfBooker(about.visit), along: true });
  return { ...words, attachments: [attachment(ctx, about.visit, locale)] };
};

const acceptedLetter: BuildLetter = async (ctx, facts, locale) => {
  const about = await find(ctx, facts);
  if (about?.visit.status !== "booked" || about.asked.status !== "accepted") return undefined;
  return letter(ctx, "accepted", about, locale, { who: nameOf(about.asked), along: false });
};

const leftLetter: BuildLetter = async (ctx, facts, locale) => {
  const about = await find(ctx, facts);
  if (about?.visit.status !== "booked" || about.asked.status === "accepted") return undefined;
  return letter(ctx, "left", about, locale, { who: nameOf(about.asked), along: false });
};

/** Its calendar file strikes the entry out: the visit stands, but not for this reader. */
const removedLetter: BuildLetter = async (ctx, facts, locale) => {
  const about = await find(ctx, facts);
  if (!about || about.asked.status === "accepted") return undefined;
  const words = letter(ctx, "removed", about, locale, { who: nameOfBooker(about.visit), along: true });
  return { ...words, attachments: [attachment(ctx, about.visit, locale, true)] };
};

interface About {
  visit: VisitView;
  asked: PartyContactRow;
}
const nameOf = ({ givenName, familyName }: PartyContactRow) => `${givenName} ${familyName}`;
const nameOfBooker = ({ contactGivenName, contactFamilyName }: VisitView) => `${contactGivenName} ${contactFamilyName}`;

async function find(ctx: Ctx, { visitId, partyId }: Readonly<Record<string, unknown>>): Promise<About | undefined> {
  const visit = await findVisit(ctx, String(visitId));
  const asked = await findAsked(ctx.db, String(partyId));
  return visit && asked?.visitId === visit.id ? { visit, asked } : undefined;
}

function letter(
  ctx: Ctx,
  which: keyof (typeof partyWords)[Locale],
  { visit, asked }: About,
  locale: Locale,
  { who, along }: { who: string; along: boolean },
) {
  const facts = { ...factsOf(ctx, visit, locale, along ? asked : undefined), who, home: `${ctx.config.publicUrl}/family` };
  const words = partyWords[locale][which];
  return { subject: words.subject(facts), text: words.text(facts) };
}
