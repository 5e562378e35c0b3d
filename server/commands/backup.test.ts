import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { seal, unseal } from "#server/domains/identity/index.ts";
import { givenClosedRoom } from "#server/domains/recordings/testing/recorded-visit.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { findKey, keyFor } from "#server/platform/backup/keys.ts";
import { makeBackup } from "#server/platform/backup/make.ts";
import { readManifest, writeManifest } from "#server/platform/backup/manifest.ts";
import { proveBackup, restoreBackup } from "#server/platform/backup/restore.ts";
import { openBlobs } from "#server/platform/blobs.ts";
import { openPool } from "#server/platform/database.ts";
import { type Embedded, startEmbeddedPostgres } from "#server/platform/embedded-postgres.ts";
import { migrate } from "#server/platform/migrate.ts";
import { sealed } from "#server/platform/sealed-chunks.ts";
import { startDatabase } from "#server/testing/database.ts";
import { type Site, startSite } from "#server/testing/site.ts";
import { endAll, throughline } from "./testing/run.ts";

const POSTGRES_15 = "/usr/lib/postgresql/15";
const FILE = Buffer.from("what was said on that day. ".repeat(10_000));
const folder = mkdtempSync(path.join(tmpdir(), "throughline-backup-"));
const inside = (name: string) => path.join(folder, name);
let site: Site;
let visitId: string;
let familyName: string;
let fifteen: Embedded;
after(async () => {
  endAll();
  await site.close();
  await fifteen.stop();
  rmSync(folder, { recursive: true, force: true });
});

before(async () => {
  site = await startSite();
  const booking = await givenBooking(site);
  familyName = booking.world.residents[0].familyName;
  visitId = await book(booking, "2026-03-04T16:00:00Z");
  site.clock.set("2026-03-04T17:00:00Z");
  await givenClosedRoom(site.db, visitId, { connectedSeconds: 60 });
  const blob = await openBlobs(path.join(site.config.dataDir, "blobs")).put([FILE] as never);
  const at = site.clock.now();
  const key = seal(site.config.dataDir, "recording", visitId, blob.key.toString("base64url"));
  const made = { madeAt: at, readyAt: at, keepUntil: at.add({ hours: 24 * 90 }), leasedBy: null, leaseUntil: null, failure: null };
  const { id: blobId, bytes, sha256 } = blob;
  await site.db
    .insertInto("recordings.recording")
    .values({
      ...made,
      visitId,
      facilityId: booking.facility.id,
      roomKind: "recorded",
      status: "ready",
      seconds: 60,
      bytes,
      sha256,
      blobId,
      blobKey: key,
    })
    .execute();
  await site.runJobs();
  fifteen = await startEmbeddedPostgres(inside("fifteen"), { durable: false, home: POSTGRES_15 });
  await migrate(fifteen.urlFor("owner"), { at: Temporal.Instant.from("2026-01-01T00:00:00Z") });
});

const plan = (from: { ownerUrl: string; dataDir: string }, to: string) => ({
  ...from,
  to: inside(to),
  keys: inside("keys"),
  keepDays: 30,
  version: "0.0.0",
  now: site.clock.now(),
});
const ofSite = () => ({ ownerUrl: site.ownerUrl, dataDir: site.config.dataDir });

async function query<Row extends object>(url: string, words: string): Promise<Row[]> {
  const pool = openPool(url, { max: 1 });
  try {
    return (await pool.query<Row>(words)).rows;
  } finally {
    await pool.end();
  }
}

test("what was backed up on PostgreSQL 18 stands on 15 as it was, and back again: every table's hash equal, the recording readable", async () => {
  const first = await makeBackup(plan(ofSite(), "drill"));
  const rows = new Map(first.content.tables.map((table) => [table.name, table.rows]));
  for (const [name, least] of [
    ["residents.resident", 4],
    ["visits.visit", 1],
    ["audit.entry", 3],
    ["recordings.recording", 1],
  ] as const)
    assert.ok((rows.get(name) ?? 0) >= least, `${name}: ${rows.get(name)}`);

  const on15 = { ownerUrl: fifteen.urlFor("owner"), dataDir: inside("data-15") };
  await restoreBackup(await proveBackup(first.folder, inside("keys")), { ...on15, replace: false });
  const second = await makeBackup(plan(on15, "drill-15"));
  assert.match(second.content.postgres, /^15/);
  assert.deepEqual(hashes(second), hashes(first));

  const again = await startDatabase();
  after(() => again.close());
  const on18 = { ownerUrl: again.ownerUrl, dataDir: inside("data-18") };
  await restoreBackup(await proveBackup(inside("drill-15"), inside("keys")), { ...on18, replace: false });
  const third = await makeBackup(plan(on18, "drill-18"));
  assert.deepEqual(hashes(third), hashes(first));

  const [kept] = await query<{ blob_id: string; blob_key: Buffer; bytes: number }>(
    on18.ownerUrl,
    "select blob_id, blob_key, bytes from recordings.recording",
  );
  assert.ok(kept);
  const key = Buffer.from(unseal(on18.dataDir, "recording", visitId, kept.blob_key), "base64url");
  const pieces: Buffer[] = [];
  for await (const piece of openBlobs(path.join(on18.dataDir, "blobs")).read({ id: kept.blob_id, key, bytes: kept.bytes }))
    pieces.push(piece);
  assert.ok(Buffer.concat(pieces).equals(FILE));
  // Ties and triggers stand again, and numbers go on from where they were.
  await assert.rejects(query(on18.ownerUrl, "delete from visits.visit"), { code: "23503" });
  const [sequence] = await query<{ next: number; last: number }>(
    on18.ownerUrl,
    "select nextval('visits.timeline_seq_seq') as next, (select max(seq) from visits.timeline) as last",
  );
  assert.ok(sequence && sequence.next > sequence.last);
});

const hashes = ({ content }: Awaited<ReturnType<typeof makeBackup>>) =>
  content.tables.map(({ name, rows, sha256 }) => [name, rows, sha256]);

/** Every file of a folder as one text. */
function allOf(where: string): string {
  const files = readdirSync(where, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1")).join("\n");
}

test("nobody can read a name in a backup, and without its key all of it is noise", async () => {
  const { folder: made, content } = await makeBackup(plan(ofSite(), "sealed"));
  for (const words of [familyName, "example.org", "what was said"]) assert.ok(!allOf(made).includes(words), words);
  rmSync(inside(`keys/${content.id}.key`));
  await assert.rejects(proveBackup(made, inside("keys")), /its key|key of this backup/);
});

test("a backup that was changed, cut or robbed of a file anywhere is refused before anything is touched", async () => {
  const { folder: made, content } = await makeBackup(plan(ofSite(), "whole"));
  const [blob] = readdirSync(path.join(made, "blobs"), { recursive: true, encoding: "utf8" }).filter((name) => name.length > 30);
  const table = content.tables.find(({ name }) => name === "residents.resident")?.file ?? "";
  const harms: [string, (copy: string) => void, RegExp][] = [
    ["a table cut short", (copy) => cut(path.join(copy, table)), /damaged/],
    ["a byte more", (copy) => appendFileSync(path.join(copy, table), "x"), /damaged/],
    ["a blob changed", (copy) => appendFileSync(path.join(copy, "blobs", blob ?? ""), "x"), /damaged/],
    ["a blob taken", (copy) => rmSync(path.join(copy, "blobs", blob ?? "")), /missing/],
    ["no manifest", (copy) => rmSync(path.join(copy, "manifest.json")), /no whole backup/],
    [
      "another hash in the manifest",
      (copy) => edit(path.join(copy, "manifest.json"), /"rows": \d+/, '"rows": 999'),
      /manifest has been changed/,
    ],
  ];
  for (const [what, harm, said] of harms) {
    const copy = inside("harmed");
    rmSync(copy, { recursive: true, force: true });
    cpSync(made, copy, { recursive: true });
    harm(copy);
    await assert.rejects(proveBackup(copy, inside("keys")), said, what);
  }
});

test("a crafted backup, by somebody who has its key, writes nothing outside the folder of blobs", async () => {
  const { folder: made } = await makeBackup(plan(ofSite(), "crafted"));
  const { id, mac: _, ...content } = await readManifest(made);
  const key = await findKey(inside("keys"), id);
  assert.ok(key);
  const names = ["../server.key", "ab/../../server.key", "/etc/hosts", "ab/../ab/x", ""];
  for (const name of names) {
    const copy = inside("crafted-copy");
    rmSync(copy, { recursive: true, force: true });
    cpSync(made, copy, { recursive: true });
    const list = Buffer.from(`${name} ${"0".repeat(64)}\n`);
    const pieces = await Array.fromAsync(sealed(keyFor(key, "blobs.list"), Readable.from([list])));
    writeFileSync(path.join(copy, "blobs.list"), Buffer.concat(pieces));
    const fileSha256 = createHash("sha256").update(Buffer.concat(pieces)).digest("hex");
    const parts = content.parts.map((part) => (part.file === "blobs.list" ? { ...part, fileSha256 } : part));
    writeFileSync(path.join(copy, "manifest.json"), writeManifest(key, { ...content, id, parts }));
    await assert.rejects(proveBackup(copy, inside("keys")), /names what is none of them/, name);
  }
});
const cut = (file: string) => writeFileSync(file, readFileSync(file).subarray(0, -20));
const edit = (file: string, what: RegExp, to: string) => writeFileSync(file, readFileSync(file, "utf8").replace(what, to));

test("a world that is there is not replaced unless somebody says so", async () => {
  const { folder: made } = await makeBackup(plan(ofSite(), "replacing"));
  const other = await startDatabase();
  after(() => other.close());
  await other.owner.insertInto("world.birth").values({ one: true, kind: "real", bornAt: site.clock.now() }).execute();
  const into = { ownerUrl: other.ownerUrl, dataDir: inside("data-other") };
  const backup = await proveBackup(made, inside("keys"));
  // The owner's pool would look like a server's.
  await assert.rejects(restoreBackup(backup, { ...into, replace: false }), /server is using|real world here already/);
});

test("as an operator does it: backed up beside a running demonstration, brought back elsewhere, and nobody is signed in", async () => {
  const env = { THROUGHLINE_DATA: inside("demo"), PORT: "0", THROUGHLINE_BACKUP_KEYS: inside("demo-keys") };
  assert.equal(await throughline(["demo"], env).ended, 0);
  const backup = throughline(["backup", "--to", inside("demo-backups")], env);
  assert.equal(await backup.ended, 0, backup.lines.join("\n"));
  const full = throughline(["restore", "--from", inside("demo-backups")], env);
  assert.equal(await full.ended, 1);
  assert.match(full.lines.at(-1) ?? "", /demo world here already.*--replace/);
  const elsewhere = { ...env, THROUGHLINE_DATA: inside("demo-again") };
  const open = throughline(["restore", "--from", inside("demo-backups")], { ...elsewhere, PUBLIC_URL: "https://visits.example" });
  assert.equal(await open.ended, 1);
  assert.match(open.lines.at(-1) ?? "", /demonstration/);
  const restored = throughline(["restore", "--from", inside("demo-backups")], elsewhere);
  assert.equal(await restored.ended, 0, restored.lines.join("\n"));
  assert.match(restored.lines.join("\n"), /sign-ins ended/);
  const verified = throughline(["audit", "verify"], elsewhere);
  assert.equal(await verified.ended, 0, verified.lines.join("\n"));
});

test("a killed backup leaves nothing that looks whole", async () => {
  const env = { THROUGHLINE_DATA: inside("demo"), PORT: "0", THROUGHLINE_BACKUP_KEYS: inside("killed-keys") };
  const run = throughline(["backup", "--to", inside("killed")], env);
  while (!existsSync(inside("killed")) || readdirSync(inside("killed")).length === 0) await new Promise((resolve) => setImmediate(resolve));
  process.kill(run.pid(), "SIGKILL");
  await run.ended;
  const left = readdirSync(inside("killed"));
  assert.ok(
    left.every((name) => name.endsWith(".unfinished")),
    left.join(),
  );
  assert.ok(!existsSync(inside("killed-keys")) || readdirSync(inside("killed-keys")).length === 0);
  await assert.rejects(proveBackup(inside("killed"), inside("killed-keys")), /no whole backup/);
  const { content } = await makeBackup(plan(ofSite(), "killed"));
  assert.equal(readdirSync(inside("killed")).length, 1, "the next backup takes away what the killed one left");
  assert.ok(await findKey(inside("keys"), content.id));
});

test("a full disk is told in a sentence, and nothing is left on it", async () => {
  mkdirSync(inside("small"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=200k", "tmpfs", inside("small")]);
  try {
    await assert.rejects(makeBackup(plan(ofSite(), "small")), /the disk that holds .*small is full: nothing was kept/);
    assert.deepEqual(readdirSync(inside("small")), []);
  } finally {
    execFileSync("umount", [inside("small")]);
  }
});
