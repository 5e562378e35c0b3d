import { Email } from "#contracts/identity.ts";
import { runners, type State, states } from "#contracts/price-limits.ts";
import { type Asking, asking } from "#server/commands/asking.ts";
import type { Call, Option } from "#server/commands/command.ts";
import { readDays, readHours, readZone, zonesLike } from "./hours.rules.ts";

const text = (help: string) => ({ type: "string", help }) as const;

export const FIRST_UNIT = "Unit 1";
/** What a facility starts with when nothing else is said; `--help` and docs/configuration.md say the same. */
const DEFAULTS = {
  days: "mon-sun",
  hours: "09:00-20:00",
  visitMinutes: 30,
  turnaroundMinutes: 10,
  noticeMinHours: 24,
  noticeMaxDays: 14,
  visitsPerWeek: 2,
  keepRecordingsDays: 90,
} as const;

export const options = {
  agency: text("The agency's name"),
  facility: text("The facility's name"),
  kind: text("prison or jail"),
  zone: text("Its IANA time zone, such as America/Denver"),
  "given-name": text("The administrator's given name"),
  "family-name": text("The administrator's family name"),
  email: text("The administrator's e-mail"),
  language: text("Language of the administrator's letters: en or es [en]"),
  add: { type: "boolean", default: false, help: "Add to an agency that is there: a facility, an administrator, or both" },
  place: text("Where it is, as families read it [the agency's name]"),
  state: text("The two letters of its state: which law of prices holds"),
  city: text("The city it is in; needed where a city runs it"),
  "run-by": text("Who runs it: county, state, city or federal"),
  phone: text("A number that families may call"),
  address: text("Its post address, on one line"),
  ask: text("Whom families ask for, such as: Visiting office, Monday to Friday"),
  "ask-es": text("The same in Spanish [as in English]"),
  unit: { type: "string", multiple: true, help: `A unit; say it again for each one [${FIRST_UNIT}]` },
  days: text(`Days with video visits, such as mon-fri,sun [${DEFAULTS.days}]`),
  hours: text(`Hours of video visits, on its clock [${DEFAULTS.hours}]`),
  "visit-minutes": text(`How long a visit is [${DEFAULTS.visitMinutes}]`),
  turnaround: text(`Minutes between two visits at a station [${DEFAULTS.turnaroundMinutes}]`),
  "notice-hours": text(`Hours ahead that a family must book [${DEFAULTS.noticeMinHours}]`),
  "booking-days": text(`Days ahead that a family may book [${DEFAULTS.noticeMaxDays}]`),
  "visits-a-week": text(`Visits a week for each resident, 0 for no limit [${DEFAULTS.visitsPerWeek}]`),
  recorded: text("Are visits recorded: yes or no [yes]"),
  "keep-days": text(`Days that recordings are kept [${DEFAULTS.keepRecordingsDays}]`),
} as const satisfies Record<string, Option>;

/** A facility as it was asked for; `undefined` in it only where a refusal says why. */
export interface FacilityAsked {
  name: string | undefined;
  kind: "prison" | "jail" | undefined;
  timeZone: string | undefined;
  place: string | undefined;
  /** What the law of prices goes by; left out, no price can be set until staff tell it. */
  state: State | undefined;
  city: string | undefined;
  runBy: (typeof runners)[number] | undefined;
  phone: string | undefined;
  address: string | undefined;
  /** Whom to ask, in every language. */
  ask: { en: string; es: string } | undefined;
  /** Empty where none was named: a new facility then gets `FIRST_UNIT`. */
  units: readonly string[];
  sessions: { weekdays: number[]; startsLocal: string; endsLocal: string; visitMinutes: number; turnaroundMinutes: number } | undefined;
  policy: {
    noticeMinHours: number;
    noticeMaxDays: number;
    visitsPerWeek: number | null;
    visitsRecorded: boolean;
    keepRecordingsDays: number;
  };
}
export interface Asked {
  add: boolean;
  agency: string | undefined;
  facility: FacilityAsked | undefined;
  administrator:
    | { givenName: string | undefined; familyName: string | undefined; email: string | undefined; locale: "en" | "es" }
    | undefined;
}

/** What was asked for, and every reason why it cannot be read so; with no reason nothing that is needed is missing. */
export function readAsked({ values, positionals }: Pick<Call, "values" | "positionals">): { asked: Asked; refusals: string[] } {
  const from = asking(values, positionals);
  const add = values.add === true;
  const agency = from.text("agency", "Alder Department of Corrections");
  const ofFacility = Object.keys(options).slice(Object.keys(options).indexOf("place"));
  const wantsFacility = !add || ["facility", "kind", "zone", ...ofFacility].some((name) => from.given(name));
  const wantsAdministrator = !add || ["given-name", "family-name", "email", "language"].some((name) => from.given(name));
  if (!wantsFacility && !wantsAdministrator)
    from.refusals.push("--add: says that something is to be added, but not what. Give a facility, an administrator, or both.");
  return {
    asked: {
      add,
      agency,
      facility: wantsFacility ? readFacility(from) : undefined,
      administrator: wantsAdministrator ? readAdministrator(from) : undefined,
    },
    refusals: from.refusals,
  };
}

function readFacility(from: Asking): FacilityAsked {
  const name = from.text("facility", "Alder County Jail");
  const kind = from.oneOf("kind", ["prison", "jail"]);
  const timeZone = zoneOf(from);
  const visitMinutes = from.number("visit-minutes", { min: 5, max: 120, fallback: DEFAULTS.visitMinutes });
  const turnaroundMinutes = from.number("turnaround", { min: 0, max: 60, fallback: DEFAULTS.turnaroundMinutes });
  const weekdays = readDays(from.text("days") ?? DEFAULTS.days) ?? from.refuse("days", "takes days such as mon-fri,sun.");
  const hours =
    readHours(from.text("hours") ?? DEFAULTS.hours) ?? from.refuse("hours", "takes a start and a later end, such as 09:00-20:00.");
  if (hours && visitMinutes && hours.minutes < visitMinutes) from.refuse("hours", `are shorter than one visit of ${visitMinutes} minutes.`);
  const ask = from.text("ask");
  const weekly = from.number("visits-a-week", { min: 0, max: 100, fallback: DEFAULTS.visitsPerWeek }) ?? 0;
  return {
    name,
    kind,
    timeZone,
    place: from.text("place"),
    ...readLaw(from),
    phone: from.text("phone"),
    address: from.text("address"),
    ask: ask === undefined ? undefined : { en: ask, es: from.text("ask-es") ?? ask },
    units: from.texts("unit"),
    sessions:
      weekdays && hours && visitMinutes && turnaroundMinutes !== undefined
        ? { weekdays, ...clock(hours), visitMinutes, turnaroundMinutes }
        : undefined,
    policy: {
      noticeMinHours: from.number("notice-hours", { min: 0, max: 24 * 30, fallback: DEFAULTS.noticeMinHours }) ?? 0,
      noticeMaxDays: from.number("booking-days", { min: 1, max: 90, fallback: DEFAULTS.noticeMaxDays }) ?? 1,
      visitsPerWeek: weekly === 0 ? null : weekly,
      visitsRecorded: from.oneOf("recorded", ["yes", "no"], "yes") !== "no",
      keepRecordingsDays: from.number("keep-days", { min: 1, max: 36_500, fallback: DEFAULTS.keepRecordingsDays }) ?? 1,
    },
  };
}

function readLaw(from: Asking): Pick<FacilityAsked, "state" | "city" | "runBy"> {
  const typed = from.text("state")?.toUpperCase();
  const isState = (letters: string): letters is State => letters in states;
  const state =
    typed === undefined || isState(typed) ? typed : from.refuse("state", `"${typed}" is no state. Say its two letters, such as CO.`);
  const runBy = from.given("run-by") ? from.oneOf("run-by", runners) : undefined;
  const city = from.text("city");
  if (runBy === "city" && city === undefined) from.refuse("city", "is missing: a facility that a city runs goes by that city's laws.");
  if (from.given("state") !== from.given("run-by"))
    from.refuse(from.given("state") ? "run-by" : "state", "is missing: --state and --run-by together say which law holds.");
  return { state, city, runBy };
}

function readAdministrator(from: Asking): Asked["administrator"] {
  const givenName = from.text("given-name", "Nora");
  const familyName = from.text("family-name", "Walsh");
  const typed = from.text("email", "nora.walsh@alder.example");
  const email =
    typed === undefined || Email.safeParse(typed).success
      ? typed
      : from.refuse("email", `"${typed}" is not an e-mail address. Write it like name@alder.example.`);
  return { givenName, familyName, email, locale: from.oneOf("language", ["en", "es"], "en") ?? "en" };
}

function zoneOf(from: Asking): string | undefined {
  const typed = from.text("zone", "America/Denver");
  if (typed === undefined) return undefined;
  const zone = readZone(typed);
  if (zone) return zone;
  const like = zonesLike(typed);
  const next = like.length > 0 ? `Did you mean ${like.join(" or ")}?` : "Take an IANA name, such as America/Denver.";
  return from.refuse("zone", `"${typed}" is no time zone with a place in its name. ${next}`);
}

const clock = ({ startsLocal, endsLocal }: { startsLocal: string; endsLocal: string }) => ({ startsLocal, endsLocal });
