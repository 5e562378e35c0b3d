import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";

const keys = [
  ["J", "next"],
  ["K", "back"],
  ["P", "pictures"],
  ["C", "claim"],
  ["A", "approve"],
  ["R", "reject"],
  ["?", "help"],
] as const;

/** The keys of the queue. They do nothing while somebody types. */
export function KeysHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useWords();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("staff.keys.title")}
      actions={
        <Button kind="second" onPress={onClose}>
          {t("staff.keys.close")}
        </Button>
      }
    >
      <p>{t("staff.keys.lead")}</p>
      <dl className="facts">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`staff.keys.${what}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
