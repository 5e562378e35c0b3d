import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { sql } from "kysely";
import { record, sealWaiting } from "#server/domains/audit/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { sealedSources } from "#server/sealed-sources.ts";
import { startSite } from "#server/testing/site.ts";
import { endAll, throughline } from "./testing/run.ts";

const site = await startSite();
const root = mkdtempSync(path.join(tmpdir(), "throughline-audit-"));
after(async () => {
  endAll();
  await site.close();
  rmSync(root, { recursive: true, force: true });
});

async function verified(...parts: string[]) {
  const { lines, ended } = throughline(["audit", "verify", ...parts], {
    HOME: root,
    THROUGHLINE_DATA: path.join(root, "data"),
    DATABASE_URL: site.databaseUrl,
  });
  return { status: await ended, last: lines.at(-1) ?? "", lines };
}

test("verify, run beside the server, says whole with status 0, and names the first broken row with status 1", async () => {
  const [facilityId, agencyId] = [newId(), newId()];
  const ids: string[] = [];
  for (let count = 0; count < 3; count++)
    ids.push(await inTransaction(site.ctx, (tx) => record(tx, { what: "visit.booked", facilityId, agencyId })));
  await sealWaiting(site.ctx, sealedSources);
  const head = await site.db.selectFrom("audit.seal").select("hash").where("chain", "=", facilityId).executeTakeFirstOrThrow();
  const whole = await verified("--facility", facilityId, "--head", head.hash);
  assert.deepEqual([whole.status, whole.last], [0, "Whole: 3 rows under 1 seals in 1 chains."]);
  await sql`update audit.entry set what = 'visit.missed' where id = ${ids[1]}`.execute(site.owner);
  const broken = await verified();
  assert.equal(broken.status, 1);
  assert.match(broken.last, new RegExp(`chain of facility ${facilityId}, seal 1, audit.entry ${ids[1]}: was changed`));
  const lost = await verified("--head", "f".repeat(64));
  assert.ok(
    lost.lines.some((line) => line.includes("no longer holds this head")),
    lost.lines.join("\n"),
  );
});

test("what verify cannot understand is refused with every reason", async () => {
  const { status, lines } = await verified("--facility", "Alder", "--head", "abc");
  assert.deepEqual([status, lines.length, lines.at(-1)], [1, 3, "Nothing was verified."]);
});
