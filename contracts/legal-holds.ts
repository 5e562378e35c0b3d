import { z } from "zod";
import { Id, Instant, Page } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { type KeptKind, keptKinds } from "./keeping.ts";

export const holdSubjects = ["resident", "contact", "visit", "facility"] as const;
export const holdPurposes = ["court_order", "litigation", "investigation", "complaint"] as const;
export const HOLD_BASIS_MAX = 500;

/** Something that no deletion touches until the hold ends. */
const Hold = z.strictObject({
  id: Id,
  subjectKind: z.enum(holdSubjects),
  subjectId: Id,
  /** Who or what it is, as this facility knows it; null once nobody does. */
  subjectName: z.string().nullable(),
  purpose: z.enum(holdPurposes),
  basis: z.string(),
  placedBy: z.string().nullable(),
  placedAt: Instant,
  until: Instant.nullable(),
  releasedBy: z.string().nullable(),
  releasedAt: Instant.nullable(),
});

/** One night's deletion of one kind. */
const Erasure = z.strictObject({
  id: Id,
  at: Instant,
  kind: z.string(),
  erased: z.number().int(),
  held: z.number().int(),
  needed: z.number().int(),
  oldest: Instant.nullable(),
  failed: z.boolean(),
});

const at = (path: string) => `/api/staff/facilities/:facilityId${path}`;
const Facility = z.strictObject({ facilityId: Id });

export const holdsStaff = {
  legalHoldList: endpoint({
    id: "legalHoldList",
    method: "GET",
    path: at("/holds"),
    permission: "hold.read",
    summary: "Legal holds of this facility, newest first",
    params: Facility,
    query: z.strictObject({ ...Page, subject: Id.optional() }),
    answer: { status: 200, schema: z.strictObject({ rows: z.array(Hold), next: z.string().nullable() }) },
    errors: [],
  }),
  placeLegalHold: endpoint({
    id: "placeLegalHold",
    method: "POST",
    path: at("/holds"),
    permission: "hold.manage",
    summary:
      "Keep everything this facility has about a person, a visit or itself from being deleted; asking again with the same id changes nothing",
    params: Facility,
    body: z.strictObject({
      id: Id,
      subjectKind: z.enum(holdSubjects),
      subjectId: Id,
      purpose: z.enum(holdPurposes),
      basis: z.string().trim().min(1).max(HOLD_BASIS_MAX),
      until: Instant.optional(),
    }),
    answer: { status: 201, schema: Hold },
    errors: ["hold.subject_unknown", "hold.until_past"],
  }),
  releaseLegalHold: endpoint({
    id: "releaseLegalHold",
    method: "POST",
    path: at("/holds/:holdId/release"),
    permission: "hold.manage",
    summary: "End a legal hold: what is due goes with the next nightly deletion",
    params: z.strictObject({ facilityId: Id, holdId: Id }),
    answer: { status: 200, schema: Hold },
    errors: ["hold.unknown"],
  }),
  erasureList: endpoint({
    id: "erasureList",
    method: "GET",
    path: at("/erasures"),
    permission: "audit.read",
    summary: "What the nightly deletion did at this facility, newest first",
    params: Facility,
    query: z.strictObject(Page),
    answer: { status: 200, schema: z.strictObject({ rows: z.array(Erasure), next: z.string().nullable() }) },
    errors: [],
  }),
} as const;

export const holdsPublic = {
  erasureTotals: endpoint({
    id: "erasureTotals",
    method: "GET",
    path: "/api/public/keeping",
    permission: "public.read",
    summary: "How much of each kind of data has been deleted, and when it was last gone through",
    answer: {
      status: 200,
      schema: z.strictObject({
        kinds: z.array(
          z.strictObject({
            kind: z.enum(keptKinds as [KeptKind, ...KeptKind[]]),
            lastRunAt: Instant,
            erased: z.number().int(),
          }),
        ),
      }),
    },
    errors: [],
  }),
} as const;
