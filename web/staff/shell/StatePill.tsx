import type { VisitState } from "#web/staff/journeys/today/board.rules.ts";
import { useWords } from "#web/staff/words.ts";
import type { IconName } from "#web/ui/Icon.tsx";
import { Pill } from "#web/ui/Pill.tsx";

const looks: Record<VisitState, { tone?: "line" | "good" | "warn" | "stop"; icon?: IconName }> = {
  live: { tone: "line", icon: "camera" },
  waiting: { tone: "line", icon: "clock" },
  trouble: { tone: "warn", icon: "warning" },
  late: { tone: "warn", icon: "clock" },
  missed: { tone: "stop", icon: "cross" },
  done: { tone: "good", icon: "check" },
  cancelled: {},
  booked: { icon: "calendar" },
};

/** Where a visit stands, as a word. */
export function StatePill({ state }: { state: VisitState }) {
  const { t } = useWords();
  return <Pill {...looks[state]}>{t(`staff.state.${state}`)}</Pill>;
}
