import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import type { z } from "zod";
import type { VisitStatus } from "#contracts/visits.ts";
import { createMediaServer } from "#server/domains/media/index.ts";
import { faults } from "#server/domains/money/ledger/ledger.store.ts";
import { settleForgotten } from "#server/domains/visits/credits/credits.service.ts";
import { closeOverdue, settleRestored } from "#server/domains/visits/index.ts";
import { findVisit } from "#server/domains/visits/live/live.store.ts";
import { endRoom } from "#server/domains/visits/live/room-end.ts";
import { newState } from "#server/domains/visits/live/room-state.ts";
import { book, insideOf } from "#server/domains/visits/testing/booking.ts";
import { visitSteps } from "#server/domains/visits/visits.rules.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { givenPaid, MONDAY, NINE, type Paid, play } from "#server/testing/paid-visits.ts";
import { startSite } from "#server/testing/site.ts";

const site = await startSite({ startsAt: MONDAY });
after(() => site.close());
type Status = z.infer<typeof VisitStatus>;

const TEN_MINUTES = [[0, 600]] as const;
const hour = () => site.clock.set("2026-03-04T17:00:00Z");
const force = (visitId: string, status: Status) =>
  site.owner
    .updateTable("visits.visit")
    .set({ status, endedAt: site.clock.now(), ...(status === "completed" ? { outcome: "talked" as const, cause: "nobody" as const } : {}) })
    .where("id", "=", visitId)
    .execute();

/** The room's own server ends it, as its clock or one of the two does. */
async function endByRoom(visitId: string, ending: Parameters<typeof endRoom>[2]): Promise<void> {
  const visit = await findVisit(site.db, visitId);
  const media = createMediaServer({ dataFolder: site.config.dataDir, log: site.ctx.log, enabled: false });
  const parts = {
    ctx: site.ctx,
    media,
    server: newId(),
    mediaNode: "local",
    recordFolder: () => "",
    toStaff: () => {},
    around: () => ({ stationsBad: 0, stations: 0, roomsBad: 0, rooms: 0 }),
  };
  await endRoom(parts, newState(visit!), ending, site.ctx);
}

/** Every way in which a visit comes to its end, and what of 330 cents is taken then. */
const ways: Record<string, { to: Status; cents: number; swept?: true; end: (paid: Paid, visitId: string) => Promise<unknown> }> = {
  "the family cancels": {
    to: "cancelled",
    cents: 0,
    end: ({ family }, id) => family("POST", `/api/outside/visits/${id}/cancel`, { reason: "no_reason" }),
  },
  "the resident cancels": {
    to: "cancelled",
    cents: 0,
    end: async (paid, id) => (await insideOf(site, paid)).ask("POST", `/api/inside/visits/${id}/cancel`, { reason: "no_reason" }),
  },
  "staff cancel": {
    to: "cancelled",
    cents: 0,
    end: ({ staff, facility }, id) => staff("POST", `/api/staff/facilities/${facility.id}/visits/${id}/cancel`, { reason: "safety" }),
  },
  "the connection is suspended": {
    to: "cancelled",
    cents: 0,
    end: async ({ staff, facility, connectionId }) => {
      await staff("POST", `/api/staff/facilities/${facility.id}/connections/${connectionId}/end`, { reason: "rules_broken" });
      await site.runJobs();
    },
  },
  "nobody came": {
    to: "missed",
    cents: 0,
    end: async () => {
      hour();
      await closeOverdue(site.ctx);
    },
  },
  "one side came, and its room closed on time": {
    to: "missed",
    cents: 0,
    end: async (_paid, id) => {
      await play(site, id, { connected: [] });
      await site.owner.updateTable("visits.leg").set({ joinedAt: null }).where("visitId", "=", id).where("side", "=", "resident").execute();
      hour();
      await endByRoom(id, { code: "on_time", by: "system", reason: null });
    },
  },
  "both talked, and hung up": {
    to: "completed",
    cents: 110,
    end: async (_paid, id) => {
      await play(site, id, { connected: TEN_MINUTES });
      site.clock.set("2026-03-04T16:10:00Z");
      await endByRoom(id, { code: "left", by: "family", reason: null });
    },
  },
  "both hung up, and nothing could be settled just then": {
    to: "completed",
    cents: 110,
    swept: true,
    end: async (_paid, id) => {
      await play(site, id, { connected: TEN_MINUTES });
      site.clock.set("2026-03-04T16:10:00Z");
      await sql`alter table money.charge add constraint broken check (false) not valid`.execute(site.owner);
      await endByRoom(id, { code: "left", by: "family", reason: null });
      await sql`alter table money.charge drop constraint broken`.execute(site.owner);
    },
  },
  "staff ended it": {
    to: "completed",
    cents: 110,
    end: async (_paid, id) => {
      await play(site, id, { connected: TEN_MINUTES });
      site.clock.set("2026-03-04T16:10:00Z");
      await endByRoom(id, { code: "staff_ended", by: "staff", reason: "facility_emergency" });
    },
  },
  "its server died, and nobody ended it": {
    to: "completed",
    cents: 110,
    end: async (_paid, id) => {
      await play(site, id, { connected: TEN_MINUTES, leaseUntilSecond: 615 });
      hour();
      await closeOverdue(site.ctx);
    },
  },
  "under a minute was connected": {
    to: "completed",
    cents: 0,
    end: async (_paid, id) => {
      await play(site, id, { connected: [[0, 59]] });
      hour();
      await closeOverdue(site.ctx);
    },
  },
  "the world was brought back from a backup": {
    to: "missed",
    cents: 0,
    end: async () => {
      hour();
      await inTransaction(site.ctx, settleRestored);
      await closeOverdue(site.ctx);
    },
  },
  // Nothing does these yet to a visit that was quoted: what ever will is found by whoever looks for what was forgotten.
  "a request is turned down": { to: "rejected", cents: 0, swept: true, end: (_paid, id) => force(id, "rejected") },
  "a request is taken back": { to: "withdrawn", cents: 0, swept: true, end: (_paid, id) => force(id, "withdrawn") },
  "a process died before it settled": {
    to: "completed",
    cents: 110,
    swept: true,
    end: async (_paid, id) => {
      await play(site, id, { connected: TEN_MINUTES });
      await force(id, "completed");
    },
  },
};

test("every final status of a visit has its way here", () => {
  const finals = (Object.keys(visitSteps) as Status[]).filter((status) => visitSteps[status].length === 0);
  assert.deepEqual([...new Set(Object.values(ways).map(({ to }) => to))].sort(), finals.sort());
});

for (const [name, { to, cents, swept, end }] of Object.entries(ways))
  test(`${name}: ${cents === 0 ? "all that was kept is let go" : "connected seconds are taken, the rest is let go"}`, async () => {
    const paid = await givenPaid(site);
    const visitId = await book(paid, NINE);
    assert.deepEqual((await paid.held()).family, { cents: 1000, reservedCents: 330 });
    await end(paid, visitId);
    // Settled in the very transaction that ends it, where a part of ours ends it.
    if (!swept) assert.equal((await paid.held()).family.reservedCents, 0);
    site.clock.advance({ minutes: 1 });
    await settleForgotten(site.ctx, 48);
    const { status } = await site.db.selectFrom("visits.visit").select("status").where("id", "=", visitId).executeTakeFirstOrThrow();
    assert.equal(status, to);
    const charge = await site.db.selectFrom("money.charge").selectAll().where("subjectId", "=", visitId).executeTakeFirst();
    assert.equal(charge?.priceCents, cents);
    assert.equal((await paid.held()).family.reservedCents, 0);
    const lines = (await paid.family("GET", `/api/outside/visits/${visitId}`)).json().timeline as {
      code: string;
      facts: { cents: number };
    }[];
    assert.deepEqual(
      lines.filter(({ code }) => code === "charged").map(({ facts }) => facts.cents),
      [cents],
      "the record says so, once",
    );
    assert.deepEqual(await faults(site.db), []);
  });
