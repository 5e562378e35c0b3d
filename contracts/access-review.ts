import { z } from "zod";
import { Day, Done, Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { roles } from "./permissions.ts";

const staff = (path: string) => `/api/staff/facilities/:facilityId/access-review${path}`;
const AtFacility = z.strictObject({ facilityId: Id });
const OneReview = z.strictObject({ facilityId: Id, reviewId: Id });

/** A grant that nobody signed in with for so long is shown as unused. */
export const UNUSED_DAYS = 90;

/** The grants of one facility, or those that hold at every facility of the agency. */
export const ReviewScope = z.enum(["facility", "agency"]);
const Review = z.strictObject({
  id: Id,
  scope: ReviewScope,
  /** `2026-Q4`. */
  quarter: z.string(),
  state: z.enum(["due", "open", "overdue", "done"]),
  dueOn: Day,
  /** The last day on which it is not overdue. */
  doBy: Day,
  openedAt: Instant.nullable(),
  openedBy: z.string().nullable(),
  doneAt: Instant.nullable(),
  doneBy: z.string().nullable(),
});
const ReviewLine = z.strictObject({
  grantId: Id,
  accountId: Id,
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  grantedAt: Instant,
  /** Null where nobody's name is known: given when the facility was set up, or by an operator. */
  grantedBy: z.string().nullable(),
  lastSignInAt: Instant.nullable(),
  secondFactor: z.boolean(),
  passkeys: z.number().int(),
  signOn: z.boolean(),
  unused: z.boolean(),
  /** The grant has ended since, by whomever. */
  ended: z.boolean(),
  /** Part of the review that is shown; a grant given after it began is part of the next one. */
  inReview: z.boolean(),
  decision: z
    .strictObject({ what: z.enum(["confirmed", "taken_away"]), by: z.string(), byThemselves: z.boolean(), at: Instant })
    .nullable(),
});

export const accessReviews = {
  accessReview: endpoint({
    id: "accessReview",
    method: "GET",
    path: staff(""),
    permission: "access.read",
    summary: "Who may do what here, the review that stands, and those that were done",
    params: AtFacility,
    answer: {
      status: 200,
      schema: z.strictObject({
        /** The facility's; the agency's too for whoever reads there. */
        parts: z.array(
          z.strictObject({
            scope: ReviewScope,
            mayReview: z.boolean(),
            /** Whether a review can begin now: one is due, or this quarter's was not yet. */
            canBegin: z.boolean(),
            /** Nobody else could decide about the reader's own role: they may confirm it themselves. */
            onlyLead: z.boolean(),
            review: Review.nullable(),
            /** When the next one comes, where none stands. */
            nextOn: Day,
            lines: z.array(ReviewLine),
          }),
        ),
        done: z.array(Review.extend({ confirmed: z.number().int(), takenAway: z.number().int() })),
      }),
    },
    errors: [],
  }),
  doneReview: endpoint({
    id: "doneReview",
    method: "GET",
    path: staff("/:reviewId"),
    permission: "access.read",
    summary: "One review: who decided what about each grant, and when",
    params: OneReview,
    answer: { status: 200, schema: z.strictObject({ review: Review, lines: z.array(ReviewLine) }) },
    errors: ["request.not_found"],
  }),
  beginReview: endpoint({
    id: "beginReview",
    method: "POST",
    path: staff("/begin"),
    permission: "access.review",
    summary: "Begin the review that is due, or this quarter's before it is: the grants that stand now are its lines",
    params: AtFacility,
    body: z.strictObject({ id: Id, scope: ReviewScope }),
    answer: { status: 201, schema: Done },
    errors: ["access_review.done_this_quarter", "request.not_found"],
  }),
  decideGrant: endpoint({
    id: "decideGrant",
    method: "POST",
    path: staff("/:reviewId/lines/:grantId"),
    permission: "access.review",
    summary: "Confirm a grant, or take it away; one's own is confirmed only where nobody else could",
    params: OneReview.extend({ grantId: Id }),
    body: z.strictObject({ decision: z.enum(["confirmed", "taken_away"]) }),
    answer: { status: 204, schema: Nothing },
    errors: [
      "request.not_found",
      "access_review.not_begun",
      "access_review.over",
      "access_review.own_line",
      "access_review.administrators_role",
      "access_review.decided",
      "staff.grant_unknown",
      "staff.last_administrator",
    ],
  }),
  finishReview: endpoint({
    id: "finishReview",
    method: "POST",
    path: staff("/:reviewId/finish"),
    permission: "access.review",
    summary: "Sign the review off, once every grant in it is decided or has ended",
    params: OneReview,
    answer: { status: 204, schema: Nothing },
    errors: ["request.not_found", "access_review.not_begun", "access_review.over", "access_review.undecided"],
  }),
};
