import assert from "node:assert/strict";
import { balanceOf, openBook, release, reserve, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { hearOfDispute } from "#server/domains/money/payments/disputes.service.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenContact } from "#server/testing/people.ts";
import type { Site } from "#server/testing/site.ts";

const DAYS_KEPT = 365;

/** Wallets on this site with what a test does to them, and their cards' bank. */
export function walletsOn(site: Site) {
  const clearing = () => openBook(site.db, { kind: "clearing" }, site.clock.now());

  /** A wallet with what a test does to it. */
  async function walletOf(contactId: string) {
    const bookId = await openBook(site.db, { kind: "contact_wallet", contactId }, site.clock.now());
    return {
      contactId,
      bookId,
      stands: async () => {
        const { cents, reservedCents } = await balanceOf(site.db, bookId);
        return { cents, reservedCents };
      },
      /** A deposit by card that has come in; answers the processor's id. */
      async deposit(cents: number) {
        const [id, at] = [newId(), site.clock.now()];
        const processorId = `pi_${id}`;
        const row = { id, contactId, bookId, way: "stripe" as const, cents, state: "taken" as const, why: null, processorId };
        await site.db
          .insertInto("money.deposit")
          .values({ ...row, begunAt: at, endedAt: at, askAt: null })
          .execute();
        assert.deepEqual(await transfer(site.db, [{ id, fromId: await clearing(), toId: bookId, cents, what: "deposit" }], at), ["done"]);
        return processorId;
      },
      async hold(cents: number, hours = 24 * DAYS_KEPT) {
        const [id, at] = [newId(), site.clock.now()];
        assert.equal(await reserve(site.db, { id, bookId, cents, subjectId: newId(), expiresAt: at.add({ hours }) }, at), "done");
        return id;
      },
      letGo: (id: string) => release(site.db, id, site.clock.now()),
      async spend(cents: number) {
        const [toId, at] = [await openBook(site.db, { kind: "costs" }, site.clock.now()), site.clock.now()];
        assert.deepEqual(await transfer(site.db, [{ id: newId(), fromId: bookId, toId, cents, what: "charge" }], at), ["done"]);
      },
      /** A gift that is there at once. */
      async give(toBookId: string, cents: number) {
        const [id, at] = [newId(), site.clock.now()];
        const row = { id, fromContactId: contactId, fromBookId: bookId, toBookId, connectionId: newId(), reserveId: null, cents };
        await site.db
          .insertInto("money.gift")
          .values({ ...row, state: "given", madeAt: at, expiresAt: null, endedAt: null })
          .execute();
        assert.deepEqual(await transfer(site.db, [{ id, fromId: bookId, toId: toBookId, cents, what: "gift", subjectId: id }], at), [
          "done",
        ]);
        return id;
      },
    };
  }

  async function given() {
    const contact = await givenContact(site);
    const ask = await signedIn(site, "outside", contact);
    return { contact, ask, ...(await walletOf(contact.id)) };
  }

  const bankSays = (paymentId: string, said: "open" | "won" | "lost", cents: number) =>
    hearOfDispute(site.ctx, paymentId, { said, processorId: `du_${paymentId}`, cents });

  /** What a dispute took of wallets, what stays written off, and what of that is owed. */
  async function disputeOf(paymentId: string) {
    const row = await site.db
      .selectFrom("money.dispute")
      .selectAll()
      .where("processorId", "=", `du_${paymentId}`)
      .executeTakeFirstOrThrow();
    const { fromWalletCents, writtenOffCents, owedCents } = row;
    return [fromWalletCents, writtenOffCents, owedCents];
  }
  return { walletOf, given, bankSays, disputeOf };
}
