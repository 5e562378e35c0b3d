import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { Mapping } from "#contracts/roster.ts";
import type { AppError } from "#server/platform/errors.ts";
import { dayReader, instantReader, isPattern } from "./dates.rules.ts";
import type { Listing } from "./grouping.rules.ts";
import { builtIn } from "./mappings.ts";
import { readRoster } from "./reader.ts";
import { cityOf } from "./testing/city.ts";

const read = (file: string | Buffer, mapping: Mapping, bytesMax = 1e9) =>
  readRoster(Readable.from([Buffer.from(file)]), mapping, { zone: "America/Chicago", bytesMax });
/** What was read, without what the list makes of it. */
const rowsOf = ({ listing }: { listing: Listing }) => [...listing.stays.values()].map(({ key: _, ...row }) => row);
const code = (wanted: string) => (error: AppError) => error.codes?.[0] === wanted;

const jail = Mapping.parse({
  name: "jail",
  format: "csv",
  delimiter: ";",
  columns: {
    person: "NO",
    bookingNumber: "BOOKING",
    admittedAt: "IN",
    releasedAt: "OUT",
    givenName: "FIRST",
    familyName: "LAST",
    birthDate: "BORN",
    unit: "POD",
    custodyLevel: "LEVEL",
  },
  instantFormat: "DD.MM.YYYY HH:mm",
  dayFormat: "DD.MM.YYYY",
  codes: { custodyLevel: { "1": "MIN" }, unit: { A: "Unit A" } },
});
const head = "NO;BOOKING;IN;OUT;FIRST;LAST;BORN;POD;LEVEL\n";

test("the built-in mapping reads a city's list and nothing of its other columns", async () => {
  const roster = await read(cityOf(100, "planted").text, builtIn.get("nyc")!);
  assert.equal(roster.count, 100);
  assert.deepEqual(roster.rejected, []);
  assert.deepEqual(rowsOf(roster)[0], {
    line: 2,
    person: "30000000",
    bookingNumber: null,
    admittedMs: Date.parse("2016-01-01T18:00:00Z"),
    releasedMs: null,
    custodyLevel: "MIN",
    statusCode: "DE",
  });
  assert.ok(!JSON.stringify(rowsOf(roster)).includes("planted"));
});

test("a mapping says how dates are written, by which clock, and what codes mean", async () => {
  const rows = rowsOf(await read(`${head}7;b1;05.03.2026 14:30;;Ana;Núñez;01.02.1990;A;1\n`, jail));
  assert.deepEqual(rows, [
    {
      line: 2,
      person: "7",
      bookingNumber: "B1",
      admittedMs: Date.parse("2026-03-05T20:30:00Z"),
      releasedMs: null,
      givenName: "Ana",
      familyName: "Núñez",
      unit: "Unit A",
      custodyLevel: "MIN",
      birthDate: "1990-02-01",
    },
  ]);
});

test("a row that can't be taken is named by its line and the reason, and the others are taken", async () => {
  const rows = [
    "7;B1;05.03.2026 14:30;;;;;;",
    ";B2;05.03.2026 14:30;;;;;;",
    "8;B 3;05.03.2026 14:30;;;;;;",
    "9;B4;yesterday;;;;;;",
    "9;B5;05.03.2026 14:30;05.02.2026 14:30;;;;;",
    "9;B6",
    "9;B7;31.02.2026 10:00;;;;;;",
    '10;B8;05.03.2026 14:30;;"Ana\nMaría";Cruz;31.31.1990;;',
  ];
  const roster = await read(`${head}${rows.join("\n")}\n`, jail);
  assert.deepEqual(
    roster.rejected.map(({ line, reason }) => [line, reason]),
    [
      [3, "person_missing"],
      [4, "number_unusable"],
      [5, "admitted_unreadable"],
      [6, "released_before_admitted"],
      [7, "columns"],
      [8, "admitted_unreadable"],
    ],
  );
  assert.deepEqual(
    rowsOf(roster).map(({ person }) => person),
    ["7", "10"],
  );
  assert.deepEqual(
    [...roster.warnings.values()].map((warning) => warning.code),
    ["birth_date_unreadable"],
  );
});

test("a file that is empty, cut short, too large, in other letters or of other columns is refused", async () => {
  const row = "7;B1;05.03.2026 14:30;;Ana;Cruz;;A;1\n";
  await assert.rejects(read("", jail), code("roster.file_empty"));
  await assert.rejects(read(head, jail), code("roster.file_empty"));
  await assert.rejects(read(`${head}${row}`.slice(0, -1), jail), code("roster.file_cut_short"));
  await assert.rejects(read(`${head}${row}7;B1;05.03.2026 14:30;;"An`, jail), code("roster.file_cut_short"));
  await assert.rejects(read(`${head}${row}`, jail, 20), code("roster.file_too_large"));
  await assert.rejects(
    read(Buffer.from(`${head}7;B1;05.03.2026 14:30;;N\u00fa;Cruz;;A;1\n`, "latin1"), jail),
    code("roster.file_unreadable"),
  );
  await assert.rejects(read("A;B\n1;2\n", jail), (error: AppError) => String(error.facts.columns).startsWith("NO, BOOKING"));
  const older = { ...jail, encoding: "windows-1252" as const, lastLineOpen: true };
  const roster = await read(Buffer.from(`${head}7;B1;05.03.2026 14:30;;Nú;Cruz;;A;1`, "latin1"), older);
  assert.equal(rowsOf(roster)[0]?.givenName, "Nú");
  await assert.rejects(read(`${head}${row}7;B1;05.0`, older), code("roster.file_cut_short"));
});

test("a list of more people, stays or rows than the limits say is refused with the limits, and so is one that nobody can read", async () => {
  const row = (at: number, charge = 0) => `${at};B${at};05.03.2026 14:30;${charge ? "05.03.2026 15:30" : ""};Ana;Cruz;;A;1\n`;
  const limits = { people: 3, stays: 4, rows: 6, rejected: 2 };
  const limited = (text: string) =>
    readRoster(Readable.from([Buffer.from(head + text)]), jail, { zone: "America/Chicago", bytesMax: 1e9, limits });
  const facts = { peopleMax: 3, staysMax: 4, rowsMax: 6 };
  const tooLong = (error: AppError) => {
    assert.deepEqual([error.codes, error.facts], [["roster.list_too_long"], facts]);
    return true;
  };
  assert.equal((await limited([1, 2, 3, 1, 2, 3].map((at) => row(at)).join(""))).listing.people.size, 3);
  await assert.rejects(limited([1, 2, 3, 4].map((at) => row(at)).join("")), tooLong, "people");
  await assert.rejects(limited([1, 2, 3, 1, 2, 3, 1].map((at) => row(at)).join("")), tooLong, "rows");
  const stays = [1, 2, 3, 4, 5].map((at) => `1;B${at};05.03.2026 14:30;;Ana;Cruz;;A;1\n`).join("");
  await assert.rejects(limited(stays), tooLong, "stays");
  await assert.rejects(limited("1\n2\n3\n"), code("roster.file_unreadable"));
});

test("rows of the same person are let go as they are read: of a hundred charges one stay is kept, and a warning is counted with its first lines", async () => {
  const charges = Array.from({ length: 100 }, (_, at) => `7;B1;05.03.2026 14:30;;Ana;${at ? "Cruz" : "Diaz"};;A;1\n`);
  const roster = await read(head + charges.join(""), jail);
  assert.deepEqual([roster.count, roster.listing.stays.size, rowsOf(roster)[0]?.familyName], [100, 1, "Diaz"]);
  const [differs] = roster.warnings.values();
  assert.deepEqual([differs?.code, differs?.count, differs?.lines.length, differs?.lines[0]], ["rows_differ", 99, 20, 3]);
});

const xml = Mapping.parse({
  name: "xml",
  format: "xml",
  record: "person",
  columns: { person: "@id", admittedAt: "booking/in", familyName: "name/last" },
});
const person = (id: number) =>
  `<person id="${id}"><name><last>Cruz &amp; Co</last><first>planted</first></name><booking><in>2026-03-05T14:30:00</in></booking></person>`;

test("a list in XML is read by paths; one that does not close, or declares a document type, is refused", async () => {
  const whole = `<?xml version="1.0"?><list><made>now</made>${person(1)}${person(2)}</list>`;
  const roster = await read(whole, xml);
  assert.deepEqual(
    rowsOf(roster).map((row) => [row.person, row.familyName, row.admittedMs]),
    [
      ["1", "Cruz & Co", Date.parse("2026-03-05T20:30:00Z")],
      ["2", "Cruz & Co", Date.parse("2026-03-05T20:30:00Z")],
    ],
  );
  assert.ok(!JSON.stringify(rowsOf(roster)).includes("planted"));
  for (let at = 0; at < whole.length; at += 7) await assert.rejects(read(whole.slice(0, at), xml), `cut at ${at}`);
  await assert.rejects(read(`<!DOCTYPE list [<!ENTITY a "b">]>${whole.slice(21)}`, xml), code("roster.file_unreadable"));
  await assert.rejects(read("<list></list>", xml), code("roster.columns_missing"));
});

test("hours that the clocks skip or repeat are read, and days that are none are not", () => {
  const newYork = instantReader("MM/DD/YYYY hh:mm:ss A", "America/New_York");
  assert.equal(newYork("11/05/2017 01:30:00 AM"), Date.parse("2017-11-05T05:30:00Z"));
  assert.equal(newYork("03/12/2017 02:30:00 AM"), Date.parse("2017-03-12T07:30:00Z"));
  assert.equal(newYork("06/24/2017 12:00:00 AM"), Date.parse("2017-06-24T04:00:00Z"));
  for (const wrong of ["13/01/2017 01:00:00 AM", "06/24/2017 13:00:00 PM", "06/24/17", "2017-06-24"])
    assert.equal(newYork(wrong), undefined);
  assert.equal(instantReader("iso", "America/New_York")("2017-06-24T10:00:00Z"), Date.parse("2017-06-24T10:00:00Z"));
  assert.equal(dayReader("DD-MM-YYYY")("29-02-2023"), undefined);
  assert.deepEqual(["iso", "MM/DD/YYYY", "MM/DD", "DD Mon YYYY", "HH:mm hh YYYY-MM-DD"].map(isPattern), [true, true, false, false, false]);
});
