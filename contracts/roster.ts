import { z } from "zod";
import { Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";

const SOURCE_NAME = /^[a-z0-9][a-z0-9_-]{0,39}$/;
const Column = z.string().min(1).max(200);
const Codes = z.record(z.string().max(60), z.string().max(60));

/** How long one list may be. The largest prison system of the country has fewer people. */
export const LIST_MAX = { people: 200_000, stays: 400_000, rows: 2_000_000 } as const;

export const rosterFields = [
  "person",
  "bookingNumber",
  "admittedAt",
  "releasedAt",
  "givenName",
  "familyName",
  "birthDate",
  "unit",
  "custodyLevel",
  "statusCode",
] as const;
export type RosterField = (typeof rosterFields)[number];

/** Which columns of a list mean what. A column that is not named here is dropped by the reader and never stored. */
export const Mapping = z.strictObject({
  /** The source: a list releases and changes only the people of its own. */
  name: z.string().regex(SOURCE_NAME),
  format: z.enum(["csv", "tsv", "xml"]),
  /** CSV only: what stands between two values. */
  delimiter: z.enum([",", ";", "|"]).default(","),
  encoding: z.enum(["utf-8", "windows-1252", "utf-16le"]).default("utf-8"),
  /** XML only: the element that holds one row. */
  record: z.string().max(100).optional(),
  columns: z.strictObject({
    person: Column,
    bookingNumber: Column.optional(),
    admittedAt: Column.optional(),
    releasedAt: Column.optional(),
    givenName: Column.optional(),
    familyName: Column.optional(),
    birthDate: Column.optional(),
    unit: Column.optional(),
    custodyLevel: Column.optional(),
    statusCode: Column.optional(),
  }),
  /** How an instant is written: `MM/DD/YYYY hh:mm:ss A`, or `iso`. */
  instantFormat: z.string().min(3).max(60).default("iso"),
  /** How a birth date is written. */
  dayFormat: z.string().min(3).max(60).default("iso"),
  /** In which zone the list's clock runs; the facility's own when left out. */
  zone: z.string().max(60).optional(),
  /** What the list's codes mean here; a code that is not named stays as it is. */
  codes: z.strictObject({ unit: Codes.optional(), custodyLevel: Codes.optional(), statusCode: Codes.optional() }).default({}),
  /** Columns whose emptiness is a warning and whose value is not even read. */
  expected: z.array(Column).max(20).default([]),
  /** The system writes no line end after its last line: then a list cut short in its last line is not noticed by that. */
  lastLineOpen: z.boolean().default(false),
});
export type Mapping = z.output<typeof Mapping>;

const RejectReason = z.enum([
  "columns",
  "person_missing",
  "number_unusable",
  "admitted_missing",
  "admitted_unreadable",
  "released_unreadable",
  "released_before_admitted",
  "number_of_two",
  "number_taken",
  "at_another_facility",
  "same_person",
]);
const WarningCode = z.enum([
  "earlier_stay_ended",
  "rows_differ",
  "admitted_later",
  "admitted_missing",
  "birth_date_unreadable",
  "custody_level_missing",
  "status_missing",
  "unit_unknown",
  "column_empty",
  "word_too_long",
]);
const ConfirmReason = z.enum(["too_many_releases", "last_missing", "releases_unsure"]);
const Kind = z.enum(["full", "delta"]);
const Count = z.number().int();

const Counts = z.strictObject({
  rows: Count,
  people: Count,
  stays: Count,
  admits: Count,
  returns: Count,
  moves: Count,
  releases: Count,
  changes: Count,
  rejected: Count,
  warnings: Count,
});
const Findings = z.strictObject({
  /** The first ones, by line; `counts.rejected` says how many there are. */
  rejected: z.array(z.strictObject({ line: Count, reason: RejectReason })),
  /** Each kind with how many there are and the first lines. */
  warnings: z.array(z.strictObject({ code: WarningCode, column: z.string().nullable(), count: Count, lines: z.array(Count) })),
});

/** What a list would do, or did. */
export const RosterPlan = z.strictObject({
  counts: Counts,
  ...Findings.shape,
  /** Why somebody has to confirm it; empty when nobody has to. */
  confirm: z.array(ConfirmReason),
  /** Nothing would change. */
  empty: z.boolean(),
  /** Names this plan: a confirmation is for this one and no other. */
  planHash: z.string(),
});
export type RosterPlan = z.infer<typeof RosterPlan>;

/** A list that staff sent: where it is, or what came of it. Whoever may take lists in at the facility sees it, also after a reload. */
const RosterRun = z.strictObject({
  id: Id,
  act: z.enum(["plan", "import"]),
  source: z.string(),
  kind: Kind,
  by: z.string().nullable(),
  startedAt: Instant,
  /** `lost`: the server that did it ended in the middle; nothing was changed. */
  state: z.enum(["going", "done", "refused", "lost"]),
  stage: z.enum(["reading", "planning", "writing"]),
  rows: Count,
  plan: RosterPlan.nullable(),
  /** Why it was refused. */
  problems: z.array(z.string()),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type RosterRun = z.infer<typeof RosterRun>;

const RosterImport = z.strictObject({
  id: Id,
  at: Instant,
  source: z.string(),
  kind: Kind,
  via: z.enum(["command", "staff", "feed"]),
  by: z.string().nullable(),
  counts: Counts,
  ...Findings.shape,
});
const RosterFeed = z.strictObject({
  id: Id,
  source: z.string(),
  kind: Kind,
  way: z.enum(["folder", "https"]),
  place: z.string(),
  hasSecret: z.boolean(),
  triedAt: Instant.nullable(),
  takenAt: Instant.nullable(),
  problems: z.array(z.string()),
});
const FolderFile = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,99}$/u);

const AtFacility = z.strictObject({ facilityId: Id });
const AtFeed = z.strictObject({ facilityId: Id, feedId: Id });
const path = (rest: string) => `/api/staff/facilities/:facilityId/roster${rest}`;
const fileErrors = [
  "roster.mapping_unknown",
  "roster.file_empty",
  "roster.file_cut_short",
  "roster.file_unreadable",
  "roster.file_too_large",
  "roster.list_too_long",
  "roster.columns_missing",
] as const;

/** Lists of people from a jail's own system. A file goes as the request's body, as it is, and is never kept. */
export const rosterStaff = {
  rosterPage: endpoint({
    id: "rosterPage",
    method: "GET",
    path: path(""),
    permission: "roster.read",
    summary: "Mappings, feeds and the history of imports",
    params: AtFacility,
    answer: {
      status: 200,
      schema: z.strictObject({
        mappings: z.array(z.strictObject({ builtIn: z.boolean(), mapping: Mapping })),
        feeds: z.array(RosterFeed),
        imports: z.array(RosterImport),
        /** Whether this server has a folder for feeds. */
        folder: z.boolean(),
        timeZone: z.string(),
        units: z.array(z.string()),
        /** Residents here without a name: families can't find them. */
        nameless: Count,
      }),
    },
    errors: [],
  }),
  planRoster: endpoint({
    id: "planRoster",
    method: "POST",
    path: path("/plan"),
    permission: "roster.import",
    summary: "What a list would do; changes nothing. The file is the body; the answer comes when it has been read, the plan with its run",
    upload: true,
    params: AtFacility,
    query: z.strictObject({ id: Id, mapping: z.string().max(60), kind: Kind.default("full") }),
    answer: { status: 202, schema: z.strictObject({ id: Id }) },
    errors: fileErrors,
  }),
  importRoster: endpoint({
    id: "importRoster",
    method: "POST",
    path: path("/imports"),
    permission: "roster.import",
    summary: "Take in a list whose plan was looked at. The file is the body; what came of it comes with its run",
    upload: true,
    params: AtFacility,
    query: z.strictObject({ id: Id, mapping: z.string().max(60), kind: Kind.default("full"), planHash: z.string().max(100) }),
    answer: { status: 202, schema: z.strictObject({ id: Id }) },
    errors: fileErrors,
  }),
  rosterProgress: endpoint({
    id: "rosterProgress",
    method: "GET",
    path: path("/progress"),
    permission: "roster.import",
    summary: "How far a list that staff sent has come: the one of this id, or the latest",
    params: AtFacility,
    query: z.strictObject({ run: Id.optional() }),
    answer: { status: 200, schema: z.strictObject({ run: RosterRun.nullable() }) },
    errors: [],
  }),
  saveRosterMapping: endpoint({
    id: "saveRosterMapping",
    method: "POST",
    path: path("/mappings"),
    permission: "roster.manage",
    summary: "Keep a mapping for this facility; one of the same name is replaced",
    params: AtFacility,
    body: Mapping,
    answer: { status: 204, schema: Nothing },
    errors: ["roster.mapping_invalid"],
  }),
  addRosterFeed: endpoint({
    id: "addRosterFeed",
    method: "POST",
    path: path("/feeds"),
    permission: "roster.manage",
    summary: "Look for a list every fifteen minutes: in the server's feed folder, or at an https address",
    params: AtFacility,
    body: z.discriminatedUnion("way", [
      z.strictObject({ id: Id, source: z.string().max(60), kind: Kind, way: z.literal("folder"), place: FolderFile }),
      z.strictObject({
        id: Id,
        source: z.string().max(60),
        kind: Kind,
        way: z.literal("https"),
        place: z.url({ protocol: /^https$/ }).max(500),
        /** What is sent as the Authorization header; kept sealed, never shown again. */
        secret: z.string().max(500).optional(),
      }),
    ]),
    answer: { status: 204, schema: Nothing },
    errors: ["roster.mapping_unknown", "roster.folder_unset", "roster.address_refused"],
  }),
  removeRosterFeed: endpoint({
    id: "removeRosterFeed",
    method: "DELETE",
    path: path("/feeds/:feedId"),
    permission: "roster.manage",
    summary: "Look there no longer",
    params: AtFeed,
    answer: { status: 204, schema: Nothing },
    errors: ["roster.feed_unknown"],
  }),
};
