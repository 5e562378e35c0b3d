import type { z } from "zod";
import type { OwnConnection } from "#contracts/connections.ts";
import { type Id, useWords } from "#web/family/words.ts";
import { connectionTones } from "#web/ui/connection.ts";
import type { IconName } from "#web/ui/Icon.tsx";

export type Connection = z.infer<typeof OwnConnection>;

export const isApproved = (connection: Connection): boolean => connection.status === "approved" || connection.status === "auto_approved";
export const isWaiting = (connection: Connection): boolean => connection.status === "requested" || connection.status === "under_review";
const icons: Partial<Record<Connection["status"], IconName>> = { suspended: "pause" };

/** A connection in words: what it is, why, and what comes next. */
export function useConnectionWords() {
  const { t } = useWords();
  return {
    person: (connection: Connection): string => t(`family.person.${connection.relationship}` as Id),
    status: (connection: Connection) => ({
      words: t(`family.connection.${connection.status}` as Id),
      tone: connectionTones[connection.status],
      icon: icons[connection.status],
    }),
    next: (connection: Connection): string => t(`family.connection.${connection.status}.next` as Id),
    reason: (connection: Connection): string | undefined =>
      connection.reason ? t(`family.decision.${connection.reason}` as Id) : undefined,
  };
}
