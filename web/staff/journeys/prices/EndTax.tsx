import { parseDate } from "@internationalized/date";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { TaxLine } from "#contracts/taxes.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

/** Says the last day of a tax; of one that has not begun it is the day before its first, so that nobody ever pays it. */
export function EndTax({ line, today, onClose }: { line: TaxLine; today: string; onClose: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const isToCome = line.validFrom > today;
  const [through, setThrough] = useState(isToCome ? parseDate(line.validFrom).subtract({ days: 1 }).toString() : today);
  const end = useAct(api.endTax, {
    onDone: () => {
      void toast(t("staff.taxes.end.done"));
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
      <p>{t(isToCome ? "staff.taxes.end.to_come" : "staff.taxes.end.says")}</p>
      {end.error && <Refusal problem={end.error} />}
      <TextField label={t("staff.taxes.end.through")} type="date" value={through} onChange={setThrough} />
    </Dialog>
  );
}
