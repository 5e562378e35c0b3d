import { parseDate } from "@internationalized/date";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { TaxLine } from "#contracts/taxes.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Checkbox } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

/** Says the last day of a tax; one that was wrong is taken back with the day before its first, so that nobody ever pays it. */
export function EndTax({ line, today, onClose }: { line: TaxLine; today: string; onClose: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const isToCome = line.validFrom > today;
  const before = parseDate(line.validFrom).subtract({ days: 1 }).toString();
  const [isWrong, setWrong] = useState(isToCome);
  const [last, setLast] = useState(isToCome ? line.validFrom : today);
  const through = isWrong ? before : last;
  const end = useAct(api.endTax, {
    onDone: () => {
      void toast(t(isWrong ? "staff.taxes.end.wrong.done" : "staff.taxes.end.done"));
      onClose();
      void queries.invalidateQueries();
    },
  });
  const name = line.authority === "unstated" ? t("staff.taxes.before") : line.name;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.taxes.end.of", { name })}
      actions={
        <>
          <Button
            isDisabled={through === ""}
            isPending={end.isPending}
            onPress={() => end.mutate({ params: { facilityId, taxId: line.id }, body: { through } })}
          >
            {t("staff.taxes.end")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("staff.taxes.cancel")}
          </Button>
        </>
      }
    >
      <p>{t("staff.taxes.end.says")}</p>
      {end.error && <Refusal problem={end.error} />}
      <Checkbox isSelected={isWrong} onChange={setWrong}>
        {t("staff.taxes.end.wrong")}
      </Checkbox>
      {isWrong && !isToCome && <p className="soft">{t("staff.taxes.end.wrong.says")}</p>}
      {!isWrong && <TextField label={t("staff.taxes.end.through")} type="date" value={last} onChange={setLast} />}
    </Dialog>
  );
}
