import assert from "node:assert/strict";
import { after, test } from "node:test";
import { ownDataParts } from "#server/domains/contacts/own-data/gather.ts";
import { type Booking, book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { type Caller, signedIn } from "#server/testing/callers.ts";
import { type GivenContact, givenConnection, givenContact } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

/**
 * Whoever asks an address to a visit must not learn from anything that follows whose it is: whether there is an account, a connection with this
 * resident, a limit, two who are kept apart, or a no. Each kind of address is asked to a visit of its own, and everything is held side by side.
 */
const MONDAY = "2026-03-02T15:00:00Z";
const NINE = "2026-03-04T16:00:00Z";
const site = await startSite({ startsAt: MONDAY });
after(() => site.close());

type Scene = Awaited<ReturnType<typeof scene>>;
interface Asked extends GivenContact {
  call: Caller;
}
type Kind = (booking: Booking) => Promise<{ email: string; who?: Asked }>;

async function contact(): Promise<Asked> {
  const made = await givenContact(site);
  return { ...made, call: await signedIn(site, "outside", made) };
}
const known = async ({ world }: Booking, status: Parameters<typeof givenConnection>[3] = "approved") => {
  const who = await contact();
  return { who, email: who.email, connectionId: (await givenConnection(site, world.residents[0], who, status)).id };
};
const of = (booking: Booking) => `/api/staff/facilities/${booking.facility.id}`;
const days = { fromDay: "2026-03-04", untilDay: "2026-03-04" };

/** Every kind of address that fits nobody who may come. */
const unfit: Record<string, Kind> = {
  "no account": async () => ({ email: `nobody.${newId()}@example.org` }),
  "an account without a connection here": async () => {
    const who = await contact();
    return { email: who.email, who };
  },
  "a request that waits": (booking) => known(booking, "requested"),
  "a connection that is suspended": (booking) => known(booking, "suspended"),
  "a ban on that day": async (booking) => {
    const { connectionId, ...rest } = await known(booking);
    const limit = { id: newId(), kind: "banned", ...days, reason: "court_order" };
    assert.equal((await booking.staff("POST", `${of(booking)}/connections/${connectionId}/restrictions`, limit)).statusCode, 201);
    return rest;
  },
  "kept apart": async (booking) => {
    const { connectionId, ...rest } = await known(booking);
    const apart = { id: newId(), connectionId, source: "court_order", words: "", ...days };
    const made = await booking.staff("POST", `${of(booking)}/residents/${booking.world.residents[0].id}/contacts-keep-apart`, apart);
    assert.equal(made.statusCode, 201, made.body);
    return rest;
  },
};
/** Somebody who may come: with no answer, or with a no. */
const fit: Record<string, Kind> = {
  "may come, says nothing": (booking) => known(booking),
  "may come, says no": (booking) => known(booking),
};

async function scene(kind: Kind) {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site);
  const visitId = await book(booking, NINE);
  const { email, who } = await kind(booking);
  await site.runJobs();
  const lines = () =>
    site.db.selectFrom("audit.entry").select(["what", "facts"]).where("facilityId", "=", booking.facility.id).orderBy("id").execute();
  const before = (await lines()).length;
  const partyId = newId();
  const path = `/api/outside/visits/${visitId}/party`;
  const answer = await booking.family("POST", path, { id: partyId, email });
  await site.runJobs();
  /** Everything the contact who asked, and the public by the record's length, can ever read about it. */
  const seen = async () => {
    const [booker] = booking.world.contacts;
    const letters = site.db.selectFrom("notifications.delivery").select("template").where("accountId", "=", booker.accountId);
    const ownData = await ownDataParts().get("visits")?.(site.ctx, { accountId: booker.accountId, contactId: booker.id });
    const visit = (await booking.family("GET", `/api/outside/visits/${visitId}`)).json();
    const list = (await booking.family("GET", path)).body;
    const audit = (await lines()).slice(before).map(({ what, facts }) => [what, Object.keys(facts as object)]);
    const asked = (ownData as { own: { asked: unknown }[] }).own.map((one) => one.asked);
    const told = (await letters.orderBy("id").execute()).map(({ template }) => template);
    return JSON.stringify([list, audit, asked, told, visit.timeline.map(({ code }: { code: string }) => code), visit.adults])
      .replaceAll(email, "address")
      .replaceAll(partyId, "id");
  };
  return { booking, visitId, email, who, partyId, path, answer, seen };
}

const scenes = new Map<string, Scene>();
for (const [name, kind] of Object.entries({ ...unfit, ...fit })) scenes.set(name, await scene(kind));
const [fits] = Object.keys(fit);
async function alike(when: string, read: (one: Scene) => Promise<unknown>): Promise<void> {
  const heard = new Map<string, unknown>();
  for (const [name, one] of scenes) heard.set(name, await read(one));
  for (const [name, what] of heard) assert.deepEqual(what, heard.get(fits!), `${when}: ${name}`);
}

test("only whoever may come finds an invitation and gets a letter, which lets nobody in", async () => {
  for (const [name, { who, partyId }] of scenes) {
    if (!who) continue;
    const letters = await site.db.selectFrom("notifications.delivery").select("template").where("accountId", "=", who.accountId).execute();
    const invitations = (await who.call("GET", "/api/outside/party")).json() as { id: string }[];
    const expected = name in fit ? [["visit.party_asked"], [partyId]] : [[], []];
    assert.deepEqual(
      [letters.map(({ template }) => template).filter((one) => one.startsWith("visit.")), invitations.map(({ id }) => id)],
      expected,
      name,
    );
    if (name in fit) continue;
    // By the real id of the asking they hear what a stranger hears, and so does a stranger.
    for (const act of ["accept", "decline"])
      for (const id of [partyId, newId()]) {
        const answer = await who.call("POST", `/api/outside/party/${id}/${act}`);
        assert.deepEqual([answer.statusCode, answer.json().codes], [404, ["visit.party_unknown"]], `${name}: ${act}`);
      }
  }
});

test("the answer, the list, the record, its length, letters and own data are the same for every address, before and after a no", async () => {
  await alike("asked", async ({ answer }) => [answer.statusCode, answer.body]);
  await alike("waiting", ({ seen }) => seen());
  const no = scenes.get("may come, says no")!;
  assert.equal((await no.who!.call("POST", `/api/outside/party/${no.partyId}/decline`)).statusCode, 204);
  await site.runJobs();
  await alike("after a no", ({ seen }) => seen());
  // Asked a second time, nothing is written for any of them.
  await alike("asked again", async ({ booking, path, email, seen }) => {
    const again = await booking.family("POST", path, { id: newId(), email });
    return [again.statusCode, again.body, await seen()];
  });
});

test("when the visit begins they all read that no answer came; and taken back in time, they all are gone", async () => {
  await alike("begun", async ({ seen }) => {
    site.clock.set(NINE);
    const read = await seen();
    site.clock.set(MONDAY);
    assert.match(read, /lapsed/);
    return read;
  });
  await alike("taken back", async ({ booking, path, partyId, seen }) => {
    const acts = [await booking.family("DELETE", `${path}/${partyId}`), await booking.family("DELETE", `${path}/${partyId}`)];
    return [acts.map(({ statusCode }) => statusCode), await seen()];
  });
});

test("an address that heard enough gets no further letter, and the answer does not change", async () => {
  const { booking, path, who } = await scene(unfit["an account without a connection here"]!);
  await givenConnection(site, booking.world.residents[0], who!);
  for (let times = 0; times < 6; times += 1) {
    const id = newId();
    assert.equal((await booking.family("POST", path, { id, email: who!.email })).statusCode, 202);
    await booking.family("DELETE", `${path}/${id}`);
  }
  const last = newId();
  await booking.family("POST", path, { id: last, email: who!.email });
  await site.runJobs();
  const letters = site.db.selectFrom("notifications.delivery").select("facts").where("accountId", "=", who!.accountId);
  assert.deepEqual(await letters.where("template", "=", "visit.party_asked").execute(), []);
});
