import type { z } from "zod";
import type { OwnConnection } from "#contracts/connections.ts";
import { type Id, useWords } from "#web/family/words.ts";
import { connectionTones } from "#web/ui/connection.ts";
import { dayIn, ownZone, useFormat } from "#web/ui/format.ts";
import type { IconName } from "#web/ui/Icon.tsx";

type Tone = "good" | "warn" | "stop";
export type Connection = z.infer<typeof OwnConnection>;

export const isApproved = (connection: Connection): boolean => connection.status === "approved" || connection.status === "auto_approved";
export const isWaiting = (connection: Connection): boolean => connection.status === "requested" || connection.status === "under_review";
/** Limits that stand now and forbid visits. The same as in the server's rules, which refuse the booking. */
export const forbidding = ({ restrictions }: Connection) =>
  restrictions.find(({ kind, inForce }) => inForce && (kind === "banned" || kind === "no_contact"));
/** Whether the reader can book visits with this person now. */
export const mayVisit = (connection: Connection): boolean => isApproved(connection) && !forbidding(connection);
/** Begins with no capital in either language, so that it can stand inside a sentence. */
const LONG = { month: "long", day: "numeric", year: "numeric" } as const;
const icons: Partial<Record<Connection["status"], IconName>> = { suspended: "pause" };

/** A connection in words: what it is, why, and what comes next. */
export function useConnectionWords() {
  const { t } = useWords();
  const format = useFormat();
  const dayOf = (at: string, zone: string) => format.day(dayIn(at, zone), LONG);
  return {
    person: (connection: Connection): string => t(`family.person.${connection.relationship}` as Id),
    status: (connection: Connection): { words: string; tone: Tone | undefined; icon: IconName | undefined } =>
      isApproved(connection) && forbidding(connection)
        ? { words: t("family.connection.forbidden"), tone: "stop", icon: "pause" }
        : {
            words: t(`family.connection.${connection.status}` as Id),
            tone: connectionTones[connection.status],
            icon: icons[connection.status],
          },
    next: (connection: Connection): string => {
      const zone = connection.facility?.timeZone ?? ownZone();
      const { status, reason, dueAt, againFrom } = connection;
      const limit = isApproved(connection) ? forbidding(connection) : undefined;
      if (limit) return limit.untilDay ? t("family.limit.next.until", { day: format.day(limit.untilDay, LONG) }) : t("family.limit.next");
      const ownName = status === "rejected" && reason === "name_differs";
      const next = t(ownName ? "family.connection.rejected.name" : (`family.connection.${status}.next` as Id));
      if (dueAt && Date.parse(dueAt) < Date.now()) return t("family.connection.late", { day: dayOf(dueAt, zone) });
      if (dueAt) return `${next} ${t("family.connection.due", { day: dayOf(dueAt, zone) })}`;
      if (againFrom) return t("family.connection.again_from", { day: dayOf(againFrom, zone) });
      return next;
    },
    /** A limit in words: what it means for visits, and until when. */
    limit: ({ kind, untilDay, fromDay, inForce }: Connection["restrictions"][number]): string => {
      const means = t(`family.limit.${kind}` as Id);
      const from = inForce ? "" : ` ${t("family.limit.from", { day: format.day(fromDay, LONG) })}`;
      return `${means}${from} ${untilDay ? t("family.limit.until", { day: format.day(untilDay, LONG) }) : t("family.limit.open")}`;
    },
    reason: ({ reason }: { reason: Connection["reason"] }): string | undefined =>
      reason ? t(`family.decision.${reason}` as Id) : undefined,
  };
}
