import { useSyncExternalStore } from "react";
import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { reach } from "./reach.ts";

/** Brings a high screen down to whoever sits before it, and up again; for this person only. A wide screen is within reach as it is. */
export function ReachButton() {
  const { t } = useWords();
  const low = useSyncExternalStore(reach.subscribe, reach.read);
  return (
    <span className="reach">
      <Button kind="second" pressed={low} onPress={() => reach.set(!low)}>
        <Icon name={low ? "up" : "down"} />
        {t("kiosk.reach")}
        <span className="hidden"> {t("kiosk.reach.more")}</span>
      </Button>
    </span>
  );
}
