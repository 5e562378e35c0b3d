import { useWords } from "#web/kiosk/words.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { KioskScreen } from "./KioskScreen.tsx";
import { useStation } from "./useStation.ts";
import { Ways } from "./Ways.tsx";

/** The server does not answer: says so, and goes away by itself. */
export function Unreachable() {
  const { t } = useWords();
  const { station } = useStation();
  return (
    <KioskScreen message title={t("kiosk.gone.title")} lead={station ? t("kiosk.where", whereOf(station)) : undefined} foot={<Ways />}>
      <div className="stack kiosk-words" role="status">
        <p className="lead">{t("kiosk.gone.text")}</p>
        <p className="lead">{t("kiosk.gone.visit")}</p>
        <p className="soft">{t("kiosk.gone.trying")}</p>
      </div>
    </KioskScreen>
  );
}

/** Staff took this kiosk out of use. */
export function OutOfUse() {
  const { t } = useWords();
  const { station } = useStation();
  if (!station) return <Waiting />;
  return (
    <KioskScreen message title={t("kiosk.closed.title")} lead={t("kiosk.where", whereOf(station))} foot={<Ways />}>
      <p className="lead kiosk-words">{t("kiosk.closed.text")}</p>
    </KioskScreen>
  );
}

/** The parts of "Alder County Jail, Unit B, kiosk B-03"; `unit` says `none` for a kiosk that stands in no unit. */
export function whereOf(station: { name: string; unit: string | null; facility: { name: string } }) {
  return { facility: station.facility.name, unit: station.unit ?? "none", station: station.name };
}
