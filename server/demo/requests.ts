import type { Trx } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import type { Looks } from "./id-pictures.ts";
import type { Made } from "./world.ts";

type Instant = Temporal.Instant;
type Relationship = "parent" | "child" | "spouse" | "partner" | "sibling" | "grandparent" | "other_family" | "friend";

interface Asker {
  key: string;
  givenName: string;
  familyName: string;
  birthDate: string;
  locale: "en" | "es";
  email?: string;
  to: readonly { resident: string; relationship: Relationship; status: "requested" }[];
}

/** Those who wait for an answer this morning, beside Ana and Sam of people.ts. */
export const askers: readonly Asker[] = [
  // Another account of Marta Silva's: the same name, the same birth date.
  {
    key: "a1",
    givenName: "Marta",
    familyName: "Silva",
    birthDate: "1971-01-15",
    locale: "es",
    email: "m.silva.1971@demo.throughline.test",
    to: [{ resident: "jail-9", relationship: "friend", status: "requested" }],
  },
  {
    key: "a2",
    givenName: "Darnell",
    familyName: "Rice",
    birthDate: "1990-08-02",
    locale: "en",
    to: [{ resident: "jail-4", relationship: "friend", status: "requested" }],
  },
  {
    key: "a3",
    givenName: "Sofia",
    familyName: "Nunez",
    birthDate: "1966-12-11",
    locale: "es",
    to: [{ resident: "jail-10", relationship: "parent", status: "requested" }],
  },
  {
    key: "a4",
    givenName: "Bianca",
    familyName: "Lowe",
    birthDate: "1995-05-23",
    locale: "en",
    to: [{ resident: "jail-11", relationship: "partner", status: "requested" }],
  },
  {
    key: "a5",
    givenName: "James",
    familyName: "Tran",
    birthDate: "1961-02-17",
    locale: "en",
    to: [{ resident: "jail-12", relationship: "parent", status: "requested" }],
  },
];

/** How long ago each asked, in hours. The facility gives itself seven days: whoever asked before that waits too long. */
const askedHoursAgo: Readonly<Record<string, number>> = { c12: 219, ana: 140, dee: 96, a1: 90, a2: 70, a3: 46, a4: 27, a5: 4 };
const DECISION_DAYS = 7;
const HISTORY_HOURS = { asked: 480, decided: 456 } as const;

/** Who has sent ID pictures, and how they look. James Tran has sent none yet. */
export const looks: Readonly<Record<string, Looks>> = {
  ana: { skin: "#c98f6b", hair: "#2a1d18", shirt: "#3f5f73", wall: "#b9a58f", style: "long" },
  c12: { skin: "#e7bb98", hair: "#7a4b2a", shirt: "#6f7f4d", wall: "#9fb2b5", style: "short" },
  dee: { skin: "#8d5a3c", hair: "#1c1513", shirt: "#8a4f63", wall: "#c9bfa6", style: "tied" },
  a1: { skin: "#d9a683", hair: "#5d4a44", shirt: "#4c6b62", wall: "#a9b7a2", style: "tied" },
  a2: {
    skin: "#6b432d",
    hair: "#171210",
    shirt: "#43506b",
    wall: "#b5b0c0",
    style: "bald",
    idName: { givenName: "Darnell", familyName: "Price" },
  },
  a3: { skin: "#d4a07a", hair: "#8c8580", shirt: "#7a5a7d", wall: "#c4b59c", style: "long" },
  a4: { skin: "#f0cbaa", hair: "#b0702f", shirt: "#54707d", wall: "#aebfa9", style: "long" },
};

/** When somebody asked, and by when they are answered. */
export function askedAt(key: string, now: Instant, zone: string): { requestedAt: Instant; dueAt: Instant | null } {
  const hours = askedHoursAgo[key];
  if (hours === undefined) return { requestedAt: now.subtract({ hours: HISTORY_HOURS.asked }), dueAt: null };
  const requestedAt = now.subtract({ hours });
  const day = requestedAt.toZonedDateTimeISO(zone).toPlainDate();
  return {
    requestedAt,
    dueAt: day
      .add({ days: DECISION_DAYS + 1 })
      .toZonedDateTime(zone)
      .toInstant(),
  };
}

/** Gives every connection its steps and its lines in the record, a colleague who looks at one, and the names that residents gave. */
export async function addSteps(trx: Trx, made: Made, now: Instant): Promise<void> {
  const dev = made.staff.get("iyer")!;
  const kim = made.staff.get("boone")!;
  for (const [at, connection] of made.connections.entries()) {
    const { id: connectionId, contact, status } = connection;
    const resident = made.residents.get(connection.resident)!;
    const facility = made.facilities.get(resident.facility)!;
    const { requestedAt } = status === "requested" ? askedAt(contact, now, facility.timeZone) : askedAt("", now, facility.timeZone);
    const outside = { actorRealm: "outside" as const, actorId: made.contacts.get(contact)!.accountId };
    const officer = resident.facility === "jail" ? (at % 2 === 0 ? dev : kim) : made.staff.get("okoye")!;
    const inside = { actorRealm: "staff" as const, actorId: officer.accountId };
    const here = { agencyId: made.agencyId, facilityId: facility.id };
    const step = async (
      act: "requested" | "approved" | "rejected" | "claimed",
      by: typeof outside | typeof inside,
      when: Instant,
      reason: "matches_id" | "not_enough_details" | null = null,
    ) => {
      await trx
        .insertInto("contacts.connectionStep")
        .values({ id: newId(), ...here, connectionId, at: when, act, reason, ...by })
        .execute();
      const what = act === "requested" || act === "claimed" ? `connection.${act}` : "connection.decided";
      const facts = act === "requested" ? { contactId: made.contacts.get(contact)!.id, new: true } : factsOf(act, reason);
      await trx
        .insertInto("audit.entry")
        .values({ id: newId(), at: when, ...here, ...by, what, subjectId: connectionId, requestId: null, facts })
        .execute();
    };
    await step("requested", outside, requestedAt);
    if (status === "approved" || status === "rejected") {
      const reason = status === "approved" ? ("matches_id" as const) : ("not_enough_details" as const);
      await step(status, inside, now.subtract({ hours: HISTORY_HOURS.decided }), reason);
    }
    if (contact === "a4") {
      const claimedAt = now.subtract({ minutes: 20 });
      await step("claimed", { actorRealm: "staff", actorId: dev.accountId }, claimedAt);
      const claim = { status: "under_review" as const, claimedBy: dev.accountId, claimedAt };
      await trx.updateTable("contacts.connection").set(claim).where("id", "=", connectionId).execute();
    }
  }
  await nameSomebody(trx, made, now, {
    resident: "mateo",
    givenName: "Ana",
    familyName: "Delgado",
    birthDate: "1996-04-12",
    of: "sibling",
  });
  await nameSomebody(trx, made, now, { resident: "kofi", givenName: "Efua", familyName: "Abara", birthDate: null, of: "sibling" });
}

const factsOf = (act: string, reason: string | null) =>
  act === "claimed" ? { from: "requested", to: "under_review" } : { from: "requested", to: act, reason };

/** A resident asks for somebody to be added. */
async function nameSomebody(
  trx: Trx,
  made: Made,
  now: Instant,
  named: { resident: string; givenName: string; familyName: string; birthDate: string | null; of: Relationship },
): Promise<void> {
  const resident = made.residents.get(named.resident)!;
  const { givenName, familyName, birthDate, of: relationship } = named;
  await trx
    .insertInto("contacts.invitation")
    .values({
      id: newId(),
      agencyId: made.agencyId,
      facilityId: made.facilities.get(resident.facility)!.id,
      residentId: resident.id,
      givenName,
      familyName,
      birthDate,
      relationship,
      email: null,
      phone: "970-555-0188",
      madeAt: now.subtract({ hours: 150 }),
      keepUntil: now.add({ hours: 24 * 180 }),
    })
    .execute();
}
