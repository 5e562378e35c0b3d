import type { z } from "zod";
import type { InsideConnection } from "#contracts/connections.ts";

export type Connection = z.infer<typeof InsideConnection>;
type Standing = "connected" | "waiting" | "apart";

/** Where each state of a connection belongs on the screen. */
export const standingOf: Readonly<Record<Connection["status"], Standing>> = {
  approved: "connected",
  auto_approved: "connected",
  requested: "waiting",
  under_review: "waiting",
  rejected: "apart",
  suspended: "apart",
  ended: "apart",
};

/** People by where they stand, each in the order given. */
export function byStanding(people: readonly Connection[]): Record<Standing, Connection[]> {
  const of = (standing: Standing) => people.filter(({ status }) => standingOf[status] === standing);
  return { connected: of("connected"), waiting: of("waiting"), apart: of("apart") };
}

/** Whether the reason belongs to the state that is shown: one for an approval says nothing about a later pause. */
export const hasReason = ({ status, reason }: Connection): boolean =>
  reason !== null && (status === "rejected" || standingOf[status] === "connected");

/** Whether the resident can end it: it stands, even if it is paused. */
export const mayEnd = ({ status }: Connection): boolean => standingOf[status] === "connected" || status === "suspended";
