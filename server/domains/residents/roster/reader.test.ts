import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { Mapping } from "#contracts/roster.ts";
import type { AppError } from "#server/platform/errors.ts";
import { dayReader, instantReader, isPattern } from "./dates.rules.ts";
import { builtIn } from "./mappings.ts";
import { readRoster } from "./reader.ts";
import { cityOf } from "./testing/city.ts";

const read = (file: string | Buffer, mapping: Mapping, bytesMax = 1e9) =>
  readRoster(Readable.from([Buffer.from(file)]), mapping, { zone: "America/Chicago", bytesMax });
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
  assert.deepEqual(roster.rows[0], {
    line: 2,
    person: "30000000",
    bookingNumber: null,
    admittedMs: Date.parse("2016-01-01T18:00:00Z"),
    releasedMs: null,
    custodyLevel: "MIN",
    statusCode: "DE",
  });
  assert.ok(!JSON.stringify(roster).includes("planted"));
});

test("a mapping says how dates are written, by which clock, and what codes mean", async () => {
  const { rows } = await read(`${head}7;b1;05.03.2026 14:30;;Ana;Núñez;01.02.1990;A;1\n`, jail);
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
    roster.rows.map(({ person }) => person),
    ["7", "10"],
  );
  assert.deepEqual(
    roster.warnings.map((warning) => warning.code),
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
  assert.equal(roster.rows[0]?.givenName, "Nú");
  await assert.rejects(read(`${head}${row}7;B1;05.0`, older), code("roster.file_cut_short"));
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
    roster.rows.map((row) => [row.person, row.familyName, row.admittedMs]),
    [
      ["1", "Cruz & Co", Date.parse("2026-03-05T20:30:00Z")],
      ["2", "Cruz & Co", Date.parse("2026-03-05T20:30:00Z")],
    ],
  );
  assert.ok(!JSON.stringify(roster).includes("planted"));
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
