import { CopyButton } from "#web/staff/shell/CopyButton.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";

/** A one-time code, shown this once: to read out, to print, to copy, with what to do next. */
export function OneTimeCode(props: { title: string; code: string; expiresAt: string; steps: readonly string[]; onClose: () => void }) {
  const { title, code, expiresAt, steps, onClose } = props;
  const { t } = useWords();
  const format = useFormat();
  const { zone, facility } = useHere();
  return (
    <Dialog
      isOpen
      mustAnswer
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onPress={onClose}>{t("staff.code.close")}</Button>
          <Button kind="second" onPress={() => print()}>
            {t("staff.print")}
          </Button>
          <CopyButton text={code} />
        </>
      }
    >
      <div className="slip">
        <p className="soft">{facility.name}</p>
        <p className="big-code" translate="no">
          {code}
        </p>
        <p>{t("staff.code.until", { day: format.day(dayIn(expiresAt, zone)), time: format.time(expiresAt, zone) })}</p>
        <ol className="numbered gap-4">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p className="gap-4">
          <b>{t("staff.code.once")}</b>
        </p>
      </div>
    </Dialog>
  );
}
