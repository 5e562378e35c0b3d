import assert from "node:assert/strict";
import { after, test } from "node:test";
import { notify, registerLetter } from "#server/domains/notifications/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { reportOf } from "#server/testing/mail-report.ts";
import { startMailServer } from "#server/testing/mail-server.ts";
import { givenContact } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { endAll, throughline } from "./testing/run.ts";

const mail = await startMailServer();
const site = await startSite({
  env: { SMTP_URL: mail.url, MAIL_FROM: "no-reply@visits.example", MAIL_BOUNCE: "bounces@visits.example" },
});
after(async () => {
  endAll();
  await site.close();
  await mail.close();
});
registerLetter("test.news", async () => ({ subject: "News", text: "News" }));

/** As a mail server's pipe runs it. */
async function bounce(report: Buffer, parts: string[] = [], databaseUrl = site.databaseUrl) {
  const { dataDir } = site.config;
  const run = throughline(["mail", "bounce", ...parts], { HOME: dataDir, THROUGHLINE_DATA: dataDir, DATABASE_URL: databaseUrl }, report);
  return { status: await run.ended, last: run.lines.at(-1), lines: run.lines.join("\n") };
}

test("a mail server's pipe takes a report in with status 0, lets other mail go with 0, and is told 75 while the database is away", async () => {
  const { accountId } = await givenContact(site);
  const id = await inTransaction(site.ctx, (tx) => notify(tx, { accountId, template: "test.news" }));
  await site.runJobs();
  const letter = mail.received.at(-1);
  const report = reportOf("postmaster@visits.example");
  const recipient = ["--to", letter?.from ?? ""];

  const away = await bounce(report, recipient, "postgres://throughline_app@127.0.0.1:1/throughline");
  assert.equal(away.status, 75, away.lines);
  const status = async () =>
    (await site.owner.selectFrom("notifications.delivery").select("status").where("id", "=", id).executeTakeFirstOrThrow()).status;
  assert.equal(await status(), "sent");

  const taken = await bounce(report, recipient);
  assert.deepEqual([taken.status, taken.last], [0, "bounced"], taken.lines);
  assert.equal(await status(), "bounced");
  const other = await bounce(Buffer.from("Subject: I am away\r\n\r\nUntil Monday.\r\n"));
  assert.deepEqual([other.status, other.last], [0, "nothing"], other.lines);
});
