import type { Mapping, RosterField } from "#contracts/roster.ts";
import { dayReader, instantReader } from "./dates.rules.ts";
import type { Rejected, RosterRow, Warning } from "./roster.types.ts";

const NUMBER = /^[\p{L}\p{N}-]{1,20}$/u;
const WORD_LENGTH_MAX = 100;

/** What one row came to: a row, or why not, and what was odd about it. */
export interface Taken {
  row?: RosterRow;
  rejected?: Rejected;
  warnings: Warning[];
}
/** The values a mapping names and no others. */
export type Values = { readonly [Field in RosterField]?: string };

/** Turns the named values of one row into a row of the plan. */
export function rowReader(mapping: Mapping, facilityZone: string): (line: number, values: Values) => Taken {
  const readInstant = instantReader(mapping.instantFormat, mapping.zone ?? facilityZone);
  const readDay = dayReader(mapping.dayFormat);
  const has = (field: RosterField) => mapping.columns[field] !== undefined;

  return (line, values) => {
    const warnings: Warning[] = [];
    const value = (field: RosterField) => values[field]?.trim() || null;
    const person = value("person")?.toUpperCase();
    if (person === undefined) return { rejected: { line, reason: "person_missing" }, warnings };
    const reject = (reason: Rejected["reason"]) => ({ rejected: { line, reason, person }, warnings });
    const bookingNumber = value("bookingNumber")?.toUpperCase() ?? null;
    if (person.length > WORD_LENGTH_MAX || !NUMBER.test(bookingNumber ?? person)) return reject("number_unusable");

    const admitted = value("admittedAt");
    const released = value("releasedAt");
    const admittedMs = admitted === null ? null : (readInstant(admitted) ?? undefined);
    const releasedMs = released === null ? null : (readInstant(released) ?? undefined);
    if (admittedMs === undefined) return reject("admitted_unreadable");
    if (releasedMs === undefined) return reject("released_unreadable");
    if (admittedMs === null && bookingNumber === null) return reject("admitted_missing");
    if (admittedMs !== null && releasedMs !== null && releasedMs < admittedMs) return reject("released_before_admitted");

    const word = (field: RosterField) => {
      const written = value(field);
      if (written === null || written.length <= WORD_LENGTH_MAX) return written;
      warnings.push({ line, code: "word_too_long" });
      return written.slice(0, WORD_LENGTH_MAX);
    };
    const coded = (field: "unit" | "custodyLevel" | "statusCode") => {
      const written = word(field);
      return written === null ? null : (mapping.codes[field]?.[written] ?? written);
    };
    const row: RosterRow = { line, person, bookingNumber, admittedMs, releasedMs };
    if (has("givenName")) row.givenName = word("givenName");
    if (has("familyName")) row.familyName = word("familyName");
    if (has("unit")) row.unit = coded("unit");
    if (has("custodyLevel")) row.custodyLevel = coded("custodyLevel");
    if (has("statusCode")) row.statusCode = coded("statusCode");
    if (has("birthDate")) {
      const written = value("birthDate");
      row.birthDate = written === null ? null : (readDay(written) ?? null);
      if (written !== null && row.birthDate === null) warnings.push({ line, code: "birth_date_unreadable" });
    }
    return { row, warnings };
  };
}
