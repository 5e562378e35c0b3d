import { useState } from "react";
import { CopyButton } from "#web/staff/shell/CopyButton.tsx";
import { useGoOn } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Checkbox } from "#web/ui/Choice.tsx";
import { Start } from "./form.tsx";

/** Recovery codes, shown this once: to print, to copy, and only then to go on. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useWords();
  const [kept, setKept] = useState(false);
  const goOn = useGoOn();
  return (
    <Start title={t("staff.recovery.title")} lead={t("staff.recovery.lead")}>
      <ol className="card codes gap-6" translate="no">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="actions gap-4 noprint">
        <Button kind="second" onPress={() => print()}>
          {t("staff.print")}
        </Button>
        <CopyButton text={codes.join("\n")} />
      </div>
      <div className="stack gap-6 noprint">
        <Banner tone="warn">{t("staff.recovery.once")}</Banner>
        <Checkbox isSelected={kept} onChange={setKept}>
          {t("staff.recovery.kept")}
        </Checkbox>
        <Button wide isDisabled={!kept} onPress={() => goOn()}>
          {t("staff.recovery.act")}
        </Button>
      </div>
    </Start>
  );
}
