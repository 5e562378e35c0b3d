import assert from "node:assert/strict";
import { after, test } from "node:test";
import { practiceCard } from "#server/domains/money/payments/practice.ts";
import { expireGifts } from "#server/domains/money/wallets/gifts.service.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenContact } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { eraseDue } from "./erasing.service.ts";

const site = await startSite({ startsAt: "2026-03-02T16:00:00Z", deps: { processor: practiceCard } });
after(() => site.close());

test("for whose address a gift waited is erased thirty days after it is over; what was given stays, by ids alone", async () => {
  const ask = await signedIn(site, "outside", await givenContact(site));
  await ask("POST", "/api/outside/wallet/deposits", { id: newId(), cents: 1000 });
  const id = newId();
  assert.equal((await ask("POST", "/api/outside/wallet/gifts", { id, cents: 300, email: "somebody@example.org" })).statusCode, 201);
  const stands = async () => [
    (await site.db.selectFrom("money.giftAddress").select("giftId").where("giftId", "=", id).execute()).length,
    (await site.db.selectFrom("money.gift").select("id").where("id", "=", id).execute()).length,
  ];
  site.clock.advance({ hours: 24 * 15 });
  await expireGifts(site.ctx);
  await eraseDue(site.ctx, site.keeping);
  assert.deepEqual(await stands(), [1, 1]);
  site.clock.advance({ hours: 24 * 31 });
  assert.deepEqual((await eraseDue(site.ctx, site.keeping)).failed, []);
  assert.deepEqual(await stands(), [0, 1]);
});
