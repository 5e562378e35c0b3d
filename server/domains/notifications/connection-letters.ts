import assert from "node:assert/strict";
import * as contacts from "#server/domains/contacts/index.ts";
import { facilityOf } from "#server/domains/facilities/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import type { JobFacts } from "#server/platform/jobs.ts";
import { type BuildLetter, registerLetter } from "./letters.ts";
import { notify } from "./notifications.service.ts";
import { listDeciders, listLettersTo } from "./notifications.store.ts";
import { sentence } from "./words.ts";

const DECIDED = "contacts.connection_decided";
const RESTRICTED = "contacts.restriction";
const OVERDUE = "contacts.overdue";
const OWN_DATA = "contacts.own_data_ready";
const CLOSED = "contacts.account_closed";
const INVITED = "contacts.invitation";

/** Tells people outside what was done to their connections and with their data, and staff what waits too long: contacts stands above, so it asks by jobs. */
export function registerConnectionLetters(ctx: Ctx): void {
  registerLetter(DECIDED, connectionDecided);
  registerLetter(RESTRICTED, restriction);
  registerLetter(OVERDUE, overdue);
  registerLetter(OWN_DATA, ownData);
  registerLetter(CLOSED, closed);
  registerLetter(INVITED, invitation);
  ctx.jobs.work(contacts.CONNECTION_DECIDED_JOB, (facts) => write(ctx, facts, DECIDED, { connectionId: textOf(facts.connectionId) }));
  ctx.jobs.work(contacts.RESTRICTION_LETTER_JOB, (facts) =>
    write(ctx, facts, RESTRICTED, {
      connectionId: textOf(facts.connectionId),
      restrictionId: textOf(facts.restrictionId),
      lifted: facts.lifted === true ? "yes" : "no",
    }),
  );
  ctx.jobs.work(contacts.OWN_DATA_JOB, (facts) => write(ctx, facts, OWN_DATA, { fileId: textOf(facts.fileId) }));
  ctx.jobs.work(contacts.CLOSED_JOB, (facts) => write(ctx, facts, CLOSED, {}));
  ctx.jobs.work(contacts.OVERDUE_JOB, async ({ facilityId, agencyId, count }) => {
    const where = { facilityId: textOf(facilityId), agencyId: textOf(agencyId) };
    const accountIds = await listDeciders(ctx.db, where);
    await inTransaction(ctx, async (tx) => {
      for (const accountId of accountIds)
        await notify(tx, { accountId, template: OVERDUE, facts: { facilityId: where.facilityId, count: String(count) } });
    });
  });
  contacts.registerOwnData("letters", ownLetters);
  ctx.jobs.work(contacts.INVITATION_JOB, async ({ deliveryId, invitationId, residentId, facilityId }) => {
    const facts = { invitationId: textOf(invitationId), residentId: textOf(residentId) };
    const wanted = { id: textOf(deliveryId), accountId: null, template: INVITED, facts, facilityId: textOf(facilityId) };
    await inTransaction(ctx, (tx) => notify(tx, wanted));
  });
}

const ownLetters: contacts.Gather = (ctx, { accountId }) => listLettersTo(ctx.db, accountId);

async function write(ctx: Ctx, asked: JobFacts, template: string, facts: Record<string, string>): Promise<void> {
  const where = typeof asked.facilityId === "string" ? { facilityId: asked.facilityId } : {};
  const [id, accountId] = [textOf(asked.deliveryId), textOf(asked.accountId)];
  await inTransaction(ctx, (tx) => notify(tx, { id, accountId, template, facts, ...where }));
}

function textOf(value: unknown): string {
  assert(typeof value === "string", "a job names what it is about");
  return value;
}

const connectionDecided: BuildLetter = async (ctx, facts, locale) => {
  const decided = await contacts.decidedConnection(ctx, String(facts.connectionId));
  if (!decided) return undefined;
  const site = ctx.config.publicUrl;
  const { decision, residentName, reason, reasonWords } = decided;
  const blanks = { site, name: residentName, words: reasonWords ?? "", page: `${site}/family` };
  const parts = [
    sentence(locale, "greeting"),
    sentence(locale, `connection_${decision}.body`, blanks),
    sentence(locale, `decision.${reason}`),
    ...(reasonWords ? [sentence(locale, "decision.words", blanks)] : []),
    sentence(locale, `connection_${decision}.next`, blanks),
    sentence(locale, "signature", blanks),
  ];
  return { subject: sentence(locale, `connection_${decision}.subject`), text: `${parts.join("\n\n")}\n` };
};

const restriction: BuildLetter = async (ctx, facts, locale) => {
  const limit = await contacts.restrictionLetter(ctx, String(facts.restrictionId));
  if (!limit) return undefined;
  const site = ctx.config.publicUrl;
  const which = facts.lifted === "yes" ? "restriction_lifted" : limit.untilDay === null ? "restriction_open" : "restriction_until";
  // A limit that was taken away before its letter went out is told by the second letter alone.
  if (limit.lifted !== (which === "restriction_lifted")) return undefined;
  const what = sentence(locale, `restriction.${limit.kind}`);
  const blanks = { site, name: limit.residentName, what, from: limit.fromDay, until: limit.untilDay ?? "", page: `${site}/family` };
  const parts = [
    sentence(locale, "greeting"),
    sentence(locale, `${which}.body`, blanks),
    ...(which === "restriction_lifted" ? [] : [sentence(locale, `decision.${limit.reason}`)]),
    sentence(locale, "signature", blanks),
  ];
  return { subject: sentence(locale, `${which}.subject`), text: `${parts.join("\n\n")}\n` };
};

const overdue: BuildLetter = async (ctx, facts, locale) => {
  const facility = await facilityOf(ctx, String(facts.facilityId));
  const site = ctx.config.publicUrl;
  const blanks = { site, place: facility?.name ?? "", count: String(facts.count), page: `${site}/staff` };
  const parts = [sentence(locale, "greeting"), sentence(locale, "overdue.body", blanks), sentence(locale, "signature", blanks)];
  return { subject: sentence(locale, "overdue.subject", blanks), text: `${parts.join("\n\n")}\n` };
};

const ownData: BuildLetter = async (ctx, facts, locale) => {
  const token = await contacts.makeOwnDataLink(ctx, String(facts.fileId));
  if (!token) return undefined;
  const site = ctx.config.publicUrl;
  const blanks = { site, link: `${site}/family/my-data#token=${token}` };
  const parts = [sentence(locale, "greeting"), sentence(locale, "own_data.body", blanks), sentence(locale, "signature", blanks)];
  return { subject: sentence(locale, "own_data.subject"), text: `${parts.join("\n\n")}\n` };
};

const closed: BuildLetter = async (ctx, _facts, locale) => {
  const blanks = { site: ctx.config.publicUrl };
  const parts = [sentence(locale, "greeting"), sentence(locale, "closed.body", blanks), sentence(locale, "signature", blanks)];
  return { subject: sentence(locale, "closed.subject"), text: `${parts.join("\n\n")}\n` };
};

/** The same to everybody whom a resident named, whether or not the address has an account. */
const invitation: BuildLetter = async (ctx, facts, locale) => {
  const named = await contacts.invitationLetter(ctx, String(facts.invitationId));
  if (!named) return undefined;
  const { residentName, facilityName, bookingNumber } = named;
  const site = ctx.config.publicUrl;
  const blanks = { site, name: residentName, place: facilityName, number: bookingNumber, page: `${site}/family/people/add` };
  const parts = [
    sentence(locale, "greeting"),
    sentence(locale, "invitation.body", blanks),
    sentence(locale, "not_you"),
    sentence(locale, "signature", blanks),
  ];
  return { subject: sentence(locale, "invitation.subject", blanks), text: `${parts.join("\n\n")}\n` };
};
