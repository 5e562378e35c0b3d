import type { Problem } from "#web/client/problem.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { useServerNow } from "#web/kiosk/shell/Top.tsx";
import { useStation } from "#web/kiosk/shell/useStation.ts";
import { Ways } from "#web/kiosk/shell/Ways.tsx";
import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";

/** Too many wrong tries: who opens it again, and when it opens by itself. */
export default function Locked({ problem, onBack }: { problem: Problem; onBack: () => void }) {
  const { t } = useWords();
  const format = useFormat();
  const now = useServerNow();
  const { station } = useStation();
  const zone = station?.facility.timeZone ?? "UTC";
  const { until } = problem.facts;
  const opens = typeof until === "string" ? Date.parse(until) : undefined;
  const open = opens !== undefined && opens <= now;
  return (
    <KioskScreen message title={t("kiosk.locked.title")} foot={<Ways />}>
      <div className="stack kiosk-words">
        <p className="lead">{t("kiosk.locked.why")}</p>
        <p className="lead">
          <b>{t("kiosk.locked.who")}</b>{" "}
          {opens !== undefined && t("kiosk.locked.until", { time: format.time(opens, zone), day: format.nearDay(opens, zone, now) })}
        </p>
        <p className="soft">{t("kiosk.locked.not_you")}</p>
        <p className="soft">{t("kiosk.locked.kept")}</p>
        <div className="actions">
          <Button kind={open ? "line" : "second"} onPress={onBack}>
            {t(open ? "kiosk.locked.again" : "kiosk.locked.back")}
          </Button>
        </div>
      </div>
    </KioskScreen>
  );
}
