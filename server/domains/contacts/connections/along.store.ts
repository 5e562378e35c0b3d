import type { Status } from "#server/domains/contacts/contacts.tables.ts";
import type { Db } from "#server/platform/database.ts";

const standing: readonly Status[] = ["approved", "auto_approved"];

/** The contact of this address, or of this id, whose connection with the resident lets them come at a visit's start. */
export function findForVisit(
  db: Db,
  visit: { agencyId: string; residentId: string; startsAt: Temporal.Instant; localDay: string },
  who: { email: string } | { contactId: string },
  { hold }: { hold: boolean } = { hold: false },
) {
  const { agencyId, residentId, startsAt, localDay } = visit;
  return (
    db
      .selectFrom("contacts.connection as c")
      .innerJoin("contacts.contact as p", "p.id", "c.contactId")
      .innerJoin("identity.accountCard as a", "a.accountId", "p.accountId")
      .select(["p.id as contactId", "c.id as connectionId", "p.accountId", "p.givenName", "p.familyName"])
      .where("c.agencyId", "=", agencyId)
      .where("c.residentId", "=", residentId)
      .where("c.status", "in", standing)
      .where("p.closedAt", "is", null)
      .where("a.realm", "=", "outside")
      .where("a.emailConfirmed", "=", true)
      .$if("email" in who, (query) => query.where("a.email", "=", "email" in who ? who.email : ""))
      .$if("contactId" in who, (query) => query.where("p.id", "=", "contactId" in who ? who.contactId : ""))
      // A limit on children is for the party's rules. Under any other, two see each other in a visit of their own, not beside others.
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("contacts.restriction as r")
              .select("r.id")
              .whereRef("r.connectionId", "=", "c.id")
              .where("r.kind", "<>", "child")
              .where("r.liftedAt", "is", null)
              .where("r.startsAt", "<=", startsAt)
              .where((or) => or.or([or("r.endsAt", "is", null), or("r.endsAt", ">", startsAt)])),
          ),
        ),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("contacts.keep_apart as k")
              .select("k.id")
              .whereRef("k.contactId", "=", "p.id")
              .whereRef("k.residentId", "=", "c.residentId")
              .where("k.endedAt", "is", null)
              .where("k.fromDay", "<=", localDay)
              .where((or) => or.or([or("k.untilDay", "is", null), or("k.untilDay", ">=", localDay)])),
          ),
        ),
      )
      .$if(hold, (query) => query.forShare("c"))
      .executeTakeFirst()
  );
}
