import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { Ways } from "#web/kiosk/shell/Ways.tsx";
import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";

const answers = ["number", "first", "forgot", "known", "locked", "privacy"] as const;

/** What somebody at the door of the kiosk asks. */
export default function Help({ onBack }: { onBack: () => void }) {
  const { t } = useWords();
  return (
    <KioskScreen
      title={t("kiosk.help.title")}
      wide
      foot={
        <>
          <Button kind="second" onPress={onBack}>
            <Icon name="previous" />
            {t("shared.back")}
          </Button>
          <Ways />
        </>
      }
    >
      <dl className="helps">
        {answers.map((id) => (
          <div className="card" key={id}>
            <dt>{t(`kiosk.help.${id}`)}</dt>
            <dd>{t(`kiosk.help.${id}.text`)}</dd>
          </div>
        ))}
      </dl>
    </KioskScreen>
  );
}
