import { z } from "zod";
import { Day, Id, Instant, Page } from "./common.ts";
import { endpoint } from "./endpoint.ts";

export const AUDIT_CODES_MAX = 60;

export const AuditRow = z.strictObject({
  id: Id,
  at: Instant,
  actorRealm: z.string(),
  actorId: Id.nullable(),
  actorName: z.string().nullable(),
  what: z.string(),
  subjectId: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
  words: z.string().nullable(),
});
/** What the record is searched by; all that is given must fit. */
export const AuditSearch = z.strictObject({
  ...Page,
  /** Part of a name, as the person is called today. */
  who: z.string().trim().min(2).max(100).optional(),
  actorId: Id.optional(),
  /** Codes of what was done, with commas between them. */
  what: z
    .string()
    .regex(/^[a-z_]+\.[a-z_]+(,[a-z_]+\.[a-z_]+)*$/)
    .refine((codes) => codes.split(",").length <= AUDIT_CODES_MAX)
    .optional(),
  subjectId: Id.optional(),
  from: Instant.optional(),
  /** Before this instant. */
  until: Instant.optional(),
});
export const auditStaff = {
  auditList: endpoint({
    id: "auditList",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/audit",
    permission: "audit.read",
    summary: "Who did what to whom here, newest first; a search for a person is itself written down",
    params: z.strictObject({ facilityId: Id }),
    query: AuditSearch,
    answer: { status: 200, schema: z.strictObject({ rows: z.array(AuditRow), next: z.string().nullable() }) },
    errors: [],
  }),
};

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Where a chain of the record stands: whoever keeps the hash elsewhere will notice when anything before it is changed. */
export const AuditHead = z.strictObject({
  /** The facility, the agency, or zeros: the rows that belong to neither. */
  chain: Id,
  kind: z.enum(["facility", "agency", "world"]),
  number: z.number().int(),
  /** Rows sealed so far. */
  total: z.number().int(),
  hash: Hash,
  sealedAt: Instant,
});
export const AuditHeadOfDay = AuditHead.omit({ chain: true, kind: true }).extend({ day: Day });
export const auditPublic = {
  publicAuditHeads: endpoint({
    id: "publicAuditHeads",
    method: "GET",
    path: "/api/public/audit",
    permission: "public.read",
    summary: "The head of every chain of the record, as it stood when the last day (UTC) ended",
    answer: { status: 200, schema: z.array(AuditHead) },
    errors: [],
  }),
  publicAuditHead: endpoint({
    id: "publicAuditHead",
    method: "GET",
    path: "/api/public/audit/:chain",
    permission: "public.read",
    summary: "One chain's head when the last day (UTC) ended, and at the end of each day, newest first",
    params: z.strictObject({ chain: Id }),
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(400).default(60), after: Day.optional() }),
    answer: { status: 200, schema: z.strictObject({ now: AuditHead.nullable(), days: z.array(AuditHeadOfDay), next: Day.nullable() }) },
    errors: [],
  }),
};
