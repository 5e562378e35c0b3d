import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { signOut } from "./session.ts";
import { Ways } from "./Ways.tsx";

/** The bottom of every screen of somebody who is signed in: back, language, and "Done", which signs out at once. */
export function Foot({ onBack }: { onBack?: () => void }) {
  const { t } = useWords();
  return (
    <>
      {onBack && (
        <Button kind="second" onPress={onBack}>
          <Icon name="previous" />
          {t("shared.back")}
        </Button>
      )}
      <Ways />
      <span className="grow" />
      <Button kind="second" onPress={() => signOut("done")}>
        <Icon name="door" />
        {t("kiosk.done")}
      </Button>
      <p className="soft kiosk-idle-hint">{t("kiosk.idle.hint")}</p>
    </>
  );
}
