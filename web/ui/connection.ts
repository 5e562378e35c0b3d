import type { z } from "zod";
import type { ConnectionStatus } from "#contracts/connections.ts";

/** The colour in which a connection's status is drawn, the same for both who share it. */
export const connectionTones = {
  requested: "warn",
  under_review: "warn",
  approved: "good",
  auto_approved: "good",
  rejected: "stop",
  withdrawn: undefined,
  suspended: "stop",
  ended: undefined,
} as const satisfies Record<z.infer<typeof ConnectionStatus>, "warn" | "good" | "stop" | undefined>;
