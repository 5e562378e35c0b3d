import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";
import { isInside } from "#server/platform/guarded-fetch.ts";
import { newId } from "#server/platform/id.ts";
import { checkAddress, openInFolder } from "./fetching.ts";

const folder = mkdtempSync(path.join(tmpdir(), "throughline-feeds-"));
after(() => rmSync(folder, { recursive: true }));
const [here, there] = [newId(), newId()];
for (const id of [here, there]) mkdirSync(path.join(folder, id));
writeFileSync(path.join(folder, here, "list.csv"), "ours");
writeFileSync(path.join(folder, there, "theirs.csv"), "theirs");
writeFileSync(path.join(folder, "loose.csv"), "nobody's");

test("a feed reads files of its own facility's folder, and nothing beside, above or behind a link or a pipe", async () => {
  assert.equal(await text(await openInFolder(folder, here, "list.csv")), "ours");
  symlinkSync(path.join(folder, there, "theirs.csv"), path.join(folder, here, "link.csv"));
  symlinkSync(path.join(folder, there), path.join(folder, here, "door"));
  execFileSync("mkfifo", [path.join(folder, here, "pipe.csv")]);
  const names = [
    "theirs.csv",
    "loose.csv",
    "../loose.csv",
    `../${there}/theirs.csv`,
    "link.csv",
    "door/theirs.csv",
    "pipe.csv",
    "..",
    ".",
    "",
  ];
  for (const name of names) await assert.rejects(openInFolder(folder, here, name), { codes: ["roster.folder_unset"] }, name);
  await assert.rejects(openInFolder(undefined, here, "list.csv"), { codes: ["roster.folder_unset"] });
});

test("an address inside a network is refused however it is written", () => {
  for (const address of [
    "127.0.0.1",
    "10.1.2.3",
    "::1",
    "::ffff:7f00:1",
    "::ffff:127.0.0.1",
    "64:ff9b::a00:1",
    "fd00::1",
    "169.254.169.254",
  ])
    assert.equal(isInside(address), true, address);
  for (const place of [
    "https://[::ffff:127.0.0.1]/",
    "https://0x7f.1/",
    "https://2130706433/",
    "http://example.org/",
    "https://me:pw@example.org/",
  ])
    assert.throws(() => checkAddress(place, []), { codes: ["roster.address_refused"] }, place);
  assert.equal(isInside("203.0.113.7"), false);
});
