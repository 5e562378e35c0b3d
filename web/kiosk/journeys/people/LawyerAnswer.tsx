import { useStation } from "#web/kiosk/shell/useStation.ts";
import { useWords } from "#web/kiosk/words.ts";
import { Banner } from "#web/ui/Banner.tsx";

/** What holds for a lawyer's visit, and whom to ask, until lawyers have a way in of their own. */
export function LawyerAnswer({ live = false }: { live?: boolean }) {
  const { t } = useWords();
  const { station } = useStation();
  return (
    <Banner tone="warn" live={live}>
      <div className="stack">
        <p>
          <b>{t("kiosk.lawyer.recorded")}</b> {t("kiosk.lawyer.case")}
        </p>
        <p>{t("kiosk.lawyer.whom", { facility: station?.facility.name ?? "" })}</p>
      </div>
    </Banner>
  );
}
