import assert from "node:assert/strict";
import { after, test } from "node:test";
import { inTransaction } from "#server/platform/context.ts";
import { startMailServer } from "#server/testing/mail-server.ts";
import { givenContact } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { notify, registerLetter } from "./index.ts";
import { deliver, sweep } from "./notifications.service.ts";
import { smtpTransport, type Transport } from "./transport.ts";

const mail = await startMailServer();
const site = await startSite({ env: { SMTP_URL: mail.url, PUBLIC_URL: "https://visits.example" } });
after(async () => {
  await site.close();
  await mail.close();
});
registerLetter("test.one", async () => ({ subject: "One", text: "One" }));
const smtp = smtpTransport(site.config, mail.url);
after(() => smtp.close());

const given = async () => {
  const { accountId } = await givenContact(site);
  return inTransaction(site.ctx, (tx) => notify(tx, { accountId, template: "test.one" }));
};
const statusOf = async (id: string) =>
  (await site.owner.selectFrom("notifications.delivery").select("status").where("id", "=", id).executeTakeFirstOrThrow()).status;
const idsAt = () => mail.received.map(({ raw }) => /^Message-ID: (.+)$/im.exec(raw)?.[1]);

test("a server that dies while it sends loses no letter: another takes it up, and both would carry one Message-ID", async () => {
  const id = await given();
  // It dies after the mail server said yes and before that is written down: nothing after `send` ever runs.
  const { promise: reached, resolve: died } = Promise.withResolvers<void>();
  const dying: Transport = {
    async send(message) {
      await smtp.send(message);
      died();
      await new Promise(() => {});
    },
    close() {},
  };
  void deliver(site.ctx, dying, id);
  await reached;
  assert.equal(await statusOf(id), "sending");
  await site.runJobs();
  await sweep(site.ctx, smtp);
  await site.runJobs();
  assert.equal(mail.received.length, 1, "not while the first may still be alive");
  site.clock.advance({ minutes: 6 });
  await sweep(site.ctx, smtp);
  await site.runJobs();
  assert.equal(await statusOf(id), "sent");
  assert.deepEqual(idsAt(), [`<${id}@visits.example>`, `<${id}@visits.example>`]);
});

test("two servers that take up the same letter send it once", async () => {
  const id = await given();
  const before = mail.received.length;
  await Promise.all([deliver(site.ctx, smtp, id), deliver(site.ctx, smtp, id), deliver(site.ctx, smtp, id)]);
  assert.equal(mail.received.length, before + 1);
  assert.equal(await statusOf(id), "sent");
});

test("the app can add a step and never change or take one away", async () => {
  const id = await given();
  await site.runJobs();
  await assert.rejects(
    site.db.updateTable("notifications.deliveryEvent").set({ code: "x" }).where("deliveryId", "=", id).execute(),
    /permission denied/,
  );
  await assert.rejects(site.db.deleteFrom("notifications.deliveryEvent").where("deliveryId", "=", id).execute(), /permission denied/);
  await assert.rejects(site.db.deleteFrom("notifications.delivery").where("id", "=", id).execute(), /permission denied/);
});
