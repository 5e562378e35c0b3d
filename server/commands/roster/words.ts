import type { RosterPlan } from "#contracts/roster.ts";

const LINES_MAX = 20;

const confirm: Record<RosterPlan["confirm"][number], string> = {
  too_many_releases: "More than a tenth of the people here would be released.",
  last_missing: "Whoever stood last in the list before is missing: this one may have been cut off.",
  releases_unsure: "Somebody would be released, but there are rows of which it can't be told whose they are.",
};
const rejected: Record<RosterPlan["rejected"][number]["reason"], string> = {
  columns: "it does not have as many values as the first line has names",
  person_missing: "the person's number is missing",
  number_unusable: "its number is not 1 to 20 letters, numbers and dashes",
  admitted_missing: "the time of admission is missing",
  admitted_unreadable: "the time of admission can't be read",
  released_unreadable: "the time of release can't be read",
  released_before_admitted: "it ends before it begins",
  number_of_two: "its booking number is another person's",
  number_taken:
    "its booking number is that of somebody whom another list, or staff, brought here, and it is not certain that they are the same person",
  at_another_facility: "the person is at another facility of the agency, or another list's, now: that stay ends first",
  same_person: "another number of this list is the same person here, who is here under that one",
};
const warnings: Record<RosterPlan["warnings"][number]["code"], string> = {
  earlier_stay_ended: "an earlier stay of the same person had no end: it ended when the next began",
  rows_differ: "another row of the same stay says something else: the first one counts",
  admitted_later: "the admission lies in the future",
  admitted_missing: "the time of admission is missing: this moment is taken",
  birth_date_unreadable: "the birth date can't be read and is left out",
  custody_level_missing: "the custody level is missing",
  status_missing: "the status is missing",
  unit_unknown: "the facility has no such unit: the resident is taken in without",
  column_empty: "empty",
  word_too_long: "a value is too long and was shortened",
};
const refusals: Record<string, string> = {
  "roster.mapping_unknown":
    "--mapping: there is none called {mapping}. nyc is built in; others are made on the page Roster of the staff app.",
  "roster.file_empty": "The list has nobody in it. Export it again.",
  "roster.file_cut_short": "The list was cut short: it does not end where a line ends. Export it again.",
  "roster.file_unreadable": "The file is not what the mapping expects. Check that it is the right file and the right --mapping.",
  "roster.columns_missing": "The list lacks columns that the mapping names: {columns}. Check that --mapping is the right one.",
  "roster.file_too_large":
    "The list is larger than {megabytesMax} MB. Export only the columns that the mapping names, or divide it by facility.",
  "roster.list_too_long":
    "A list may have up to {peopleMax} people, {staysMax} stays and {rowsMax} rows: this one has more. Divide it by facility, and take each part in at its own.",
  "roster.confirm_needed":
    "This list waits for a confirmation: it would release {released} of {of} people ({reasons}). Look with --dry-run; if it is right, say --confirm.",
};

/** What the command says of stages and refusals. */
export const sentences = {
  stages: { reading: "Reading:", planning: "Planning with", writing: "Writing what came of" },
  refusal: (code: string, facts: Readonly<Record<string, unknown>>): string =>
    (refusals[code] ?? `Refused: ${code}.`).replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? "?")),
};

/** A plan for a person who reads it in a terminal. */
export function linesOf(told: RosterPlan): string[] {
  const { counts } = told;
  const count = (label: string, value: number) => `  ${label.padEnd(22)}${value}`;
  return [
    count("rows", counts.rows),
    count("people", counts.people),
    count("stays", counts.stays),
    count("admitted", counts.admits),
    count("  of them come again", counts.returns),
    count("moved", counts.moves),
    count("released", counts.releases),
    count("changed", counts.changes),
    count("rows rejected", counts.rejected),
    ...told.rejected.slice(0, LINES_MAX).map(({ line, reason }) => `    line ${line}: ${rejected[reason]}`),
    ...(counts.rejected > LINES_MAX ? [`    and ${counts.rejected - LINES_MAX} more`] : []),
    count("warnings", counts.warnings),
    ...told.warnings.map((kind) => {
      const lines = kind.lines.slice(0, 5).join(", ");
      return `    ${kind.count} × ${kind.column ? `${kind.column}: ` : ""}${warnings[kind.code]} (line ${lines}${kind.count > 5 ? ", …" : ""})`;
    }),
    ...told.confirm.map((reason) => confirm[reason]),
  ];
}
