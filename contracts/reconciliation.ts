import { z } from "zod";
import { Id, Instant } from "./common.ts";
import { endpoint } from "./endpoint.ts";

const cents = z.number().int();
export const reconciledDifferences = ["only_theirs", "only_ours", "other_sum", "payout_sum"] as const;

/** What the nightly look at the processor's statements found, line against line. */
export const Reconciliation = z.strictObject({
  /** Who takes cards here; null where nobody does. */
  by: z.enum(["stripe", "practice"]).nullable(),
  /** Several agencies are served here: what people add belongs to none of them, so only whoever runs the server sees it. */
  isShared: z.boolean(),
  /** Null until there was a first look. */
  run: z
    .strictObject({
      at: Instant,
      /** How many lines of the processor's, and of ours, were held against one another. */
      theirs: z.number().int(),
      ours: z.number().int(),
      payouts: z.array(
        z.strictObject({
          payoutId: z.string(),
          arrivesAt: Instant,
          /** What the processor says that it paid out, what our own rows make of it, and the processor's costs in it. */
          cents,
          ourCents: cents,
          feeCents: cents,
          lines: z.number().int(),
          differences: z.number().int(),
        }),
      ),
      differences: z.array(
        z.strictObject({
          what: z.enum(reconciledDifferences),
          kind: z.string(),
          payoutId: z.string().nullable(),
          processorId: z.string().nullable(),
          ourId: Id.nullable(),
          theirCents: cents.nullable(),
          ourCents: cents.nullable(),
        }),
      ),
    })
    .nullable(),
});

export const reconciliationStaff = {
  reconciliation: endpoint({
    id: "reconciliation",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/money/reconciliation",
    permission: "reconciliation.read",
    summary: "The card processor's payouts with what our books say, and every difference: what the nightly look found",
    params: z.strictObject({ facilityId: Id }),
    answer: { status: 200, schema: Reconciliation },
    errors: ["request.not_found"],
  }),
};
