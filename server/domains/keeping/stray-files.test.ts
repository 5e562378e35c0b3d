import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import sharp from "sharp";
import { openBlobs } from "#server/platform/blobs.ts";
import { newId } from "#server/platform/id.ts";
import { letTimePass } from "#server/testing/later.ts";
import { givenContact } from "#server/testing/people.ts";
import { sendPicture } from "#server/testing/pictures.ts";
import { startSite } from "#server/testing/site.ts";
import { eraseDue } from "./erasing.service.ts";

// Files carry the real time, so the clock begins there.
const startsAt = Temporal.Now.instant();
const site = await startSite({ startsAt: startsAt.toString() });
after(() => site.close());
await letTimePass(site.owner);
const folder = path.join(site.config.dataDir, "blobs");
const blobs = openBlobs(folder);
const lying = () =>
  (readdirSync(folder, { recursive: true }) as string[]).map((name) => path.basename(name)).filter((name) => name.length > 30);
const once = async function* (words: string) {
  yield Buffer.from(words);
};

test("a file that no row names goes after a day, a half written one too; one with a row stays; a row whose file is gone is named in the log", async () => {
  const contact = await givenContact(site);
  const picture = await sharp({ create: { width: 600, height: 600, channels: 3, background: "#3366aa" } })
    .jpeg()
    .toBuffer();
  assert.equal((await sendPicture(site, contact, "front", picture)).statusCode, 201);
  const [kept = ""] = lying();
  const stray = await blobs.put(once("nobody's"));
  const half = newId();
  mkdirSync(path.join(folder, half.slice(-2)), { recursive: true });
  writeFileSync(path.join(folder, half.slice(-2), `${half}.part`), "half");

  site.clock.set(startsAt.add({ hours: 23 }).toString());
  await eraseDue(site.ctx, site.keeping);
  assert.deepEqual(lying().toSorted(), [kept, stray.id, `${half}.part`].toSorted(), "it may still be about to get its row");
  site.clock.advance({ hours: 2 });
  await eraseDue(site.ctx, site.keeping);
  assert.deepEqual(lying(), [kept]);
  const erased = await site.owner.selectFrom("keeping.erasure").select("erased").where("kind", "=", "stray_file").execute();
  assert.equal(
    erased.reduce((sum, row) => sum + row.erased, 0),
    2,
  );
  assert.ok(!site.logged().includes("rows name files"));

  rmSync(path.join(folder, kept.slice(-2), kept));
  await eraseDue(site.ctx, site.keeping);
  assert.match(site.logged(), new RegExp(`"table":"contacts.file","missing":1,"ids":\\["${kept}"\\].*rows name files that are not there`));
});
