import { Tile } from "#web/kiosk/parts/Tile.tsx";
import { useGo } from "#web/kiosk/shell/go.ts";
import { useWords } from "#web/kiosk/words.ts";

/** Asks whether the visit is with a lawyer, where a resident looks for their people; leads to the answer. */
export function LawyerTile() {
  const { t } = useWords();
  const go = useGo();
  return (
    <Tile icon="help" onPress={go.lawyer} title={t("kiosk.lawyer.ask")}>
      {t("kiosk.lawyer.short")}
    </Tile>
  );
}
