import { sql } from "kysely";
import { facilitiesCalled, unitList } from "#server/domains/facilities/index.ts";
import { addResident, admit, bookedAs, namedAlike } from "#server/domains/residents/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { asking } from "./asking.ts";
import type { Command, Option, Outcome } from "./command.ts";
import { inWorld } from "./in-world.ts";

const text = (help: string) => ({ type: "string", help }) as const;
const options = {
  facility: text("Its id or its name"),
  "booking-number": text("As families and kiosks will type it, 3 to 20 letters"),
  "given-name": text("Given name"),
  "family-name": text("Family name"),
  "birth-date": text("Like 1994-03-17, if it is known"),
  unit: text("The unit's name, if there is one yet"),
  language: text("Language at the kiosk: en or es [en]"),
  resident: text("The id of somebody the agency has already: a new stay for that person"),
  "another-person": { type: "boolean", help: "Somebody else has the same name, and this is not them" },
} as const satisfies Record<string, Option>;

const UNFINDABLE =
  "Without a birth date families can't find this person. Staff write it down on the resident's page, or give --birth-date next time.";
const BOOKING_NUMBER = /^[\p{L}\p{N}-]{3,20}$/u;

export const command: Command = {
  usage: 'admit --facility "…" --booking-number … --given-name … --family-name …',
  summary:
    "Admits one resident to a facility of a real world, until lists are taken in. Said again, it admits nobody twice, and it makes nobody the agency has already a second person.",
  options,
  async run({ config, values, positionals, say }) {
    const { asked, refusals } = readAsked(values, positionals);
    return inWorld(config, async (ctx, world) => {
      if (world === "demo")
        refusals.push("This data holds the demonstration, where everybody is invented. Name another with THROUGHLINE_DATA.");
      const done = await admitOnce(ctx, asked, refusals);
      for (const reason of refusals) say(reason);
      if (done?.note) say(done.note);
      return done ?? { ok: false, result: "Nobody was admitted." };
    });
  },
};

type Asked = ReturnType<typeof readAsked>["asked"];

function readAsked(values: Parameters<typeof asking>[0], positionals: readonly string[]) {
  const from = asking(values, positionals);
  const bookingNumber = from.text("booking-number", "24107");
  const birthDate = from.text("birth-date");
  if (bookingNumber !== undefined && !BOOKING_NUMBER.test(bookingNumber))
    from.refuse("booking-number", "takes 3 to 20 letters, numbers and dashes.");
  if (birthDate !== undefined && !isDay(birthDate)) from.refuse("birth-date", "takes a day such as 1994-03-17.");
  const asked = {
    facility: from.text("facility", "Alder County Jail"),
    bookingNumber,
    givenName: from.text("given-name", "Mateo"),
    familyName: from.text("family-name", "Delgado"),
    birthDate,
    unit: from.text("unit"),
    locale: from.oneOf("language", ["en", "es"], "en") ?? "en",
    residentId: from.text("resident")?.toLowerCase(),
    anotherPerson: from.given("another-person"),
  };
  if (asked.residentId !== undefined && asked.anotherPerson)
    from.refuse("another-person", "does not go with --resident, which says who it is. Leave one of them out.");
  return { asked, refusals: from.refusals };
}

/** Admits, or adds to `refusals` why not; two who admit the same at once admit once. */
function admitOnce(ctx: Ctx, asked: Asked, refusals: string[]): Promise<(Outcome & { note?: string }) | undefined> {
  return inTransaction(ctx, async (tx) => {
    const { bookingNumber = "", givenName = "", familyName = "", birthDate, locale } = asked;
    const named = asked.facility === undefined ? [] : await facilitiesCalled(tx, asked.facility);
    const [facility] = named;
    if (asked.facility !== undefined && named.length !== 1)
      refusals.push(
        `--facility: ${named.length === 0 ? "there is none" : "there is more than one"} called "${asked.facility}". "throughline facilities" lists them with their ids.`,
      );
    if (!facility || named.length > 1) return undefined;
    await sql`select pg_advisory_xact_lock(hashtextextended(${`resident.admit ${facility.agencyId}`}, 0))`.execute(tx.trx);

    const units = await unitList(tx, facility.id);
    const unit = units.find(({ name }) => name.toLowerCase() === asked.unit?.toLowerCase());
    if (asked.unit !== undefined && !unit)
      refusals.push(`--unit: ${facility.name} has no unit "${asked.unit}". It has: ${units.map(({ name }) => name).join(", ")}.`);
    const earlier = await bookedAs(tx, facility.id, bookingNumber);
    const sameName = earlier?.givenName === givenName && earlier.familyName === familyName;
    const same = sameName && earlier.releasedAt === null && (asked.residentId ?? earlier.id) === earlier.id;
    if (earlier && !same)
      refusals.push(`--booking-number: ${bookingNumber} is or was somebody else's stay at ${facility.name}. Each stay has its own.`);
    const known = earlier ? undefined : await knownAs(tx, facility, asked, refusals);
    if (refusals.length > 0) return undefined;
    if (earlier) return { ok: true, result: `${earlier.id}  ${givenName} ${familyName}  (was there already)` };

    const id = known?.id ?? newId();
    const { agencyId } = facility;
    if (!known) await addResident(tx, { id, agencyId, givenName, familyName, locale, ...(birthDate ? { birthDate } : {}) });
    await admit(tx, { id: newId(), residentId: id, facilityId: facility.id, bookingNumber, ...(unit ? { unitId: unit.id } : {}) });
    return { ok: true, result: `${id}  ${givenName} ${familyName}`, ...(known || birthDate ? {} : { note: UNFINDABLE }) };
  });
}

/** The person of the agency who comes again; undefined for somebody new. Where nobody has said which, or it cannot be, adds to `refusals`. */
async function knownAs(tx: TxCtx, facility: { agencyId: string; name: string }, asked: Asked, refusals: string[]) {
  const { givenName, familyName, birthDate, residentId } = asked;
  if (givenName === undefined || familyName === undefined || asked.anotherPerson) return undefined;
  const alike = await namedAlike(tx, facility.agencyId, { givenName, familyName, birthDate });
  if (residentId === undefined) {
    for (const one of alike)
      refusals.push(
        `--family-name: the agency of ${facility.name} has a ${whole(one)} already, with the id ${one.id}${about(one)}. For a new stay of the same person say --resident ${one.id}; if this is somebody else, say --another-person.`,
      );
    return undefined;
  }
  const known = alike.find(({ id }) => id === residentId);
  if (!known)
    refusals.push(
      `--resident: nobody in the agency of ${facility.name} has the id ${residentId} with this name and birth date. Leave --resident out to see who has the name.`,
    );
  else if (known.facilityName !== null)
    refusals.push(
      `--resident: ${whole(known)} is at ${known.facilityName} now, with booking number ${known.bookingNumber}. A resident has one stay at a time; that one has to end first.`,
    );
  return known;
}

type Known = Awaited<ReturnType<typeof namedAlike>>[number];
const whole = ({ residentName }: Known) => residentName;
const about = ({ birthDate, facilityName, bookingNumber }: Known) =>
  `${birthDate === null ? "" : `, born ${birthDate}`}${facilityName === null ? "" : `, now at ${facilityName} as ${bookingNumber}`}`;

function isDay(words: string): boolean {
  try {
    return Temporal.PlainDate.from(words, { overflow: "reject" }).toString() === words;
  } catch {
    return false;
  }
}
