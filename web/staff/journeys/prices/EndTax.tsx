import { parseDate } from "@internationalized/date";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { TaxCollected, TaxLine } from "#contracts/taxes.ts";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Checkbox } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

/** Says the last day of a tax; one that was wrong is taken back with the day before its first: nobody pays it, and what was paid is given back. */
export function EndTax({ line, today, onClose }: { line: TaxLine; today: string; onClose: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const isToCome = line.validFrom > today;
  const before = parseDate(line.validFrom).subtract({ days: 1 }).toString();
  const isOver = line.validThrough !== null && line.validThrough <= today;
  const [isWrong, setWrong] = useState(isToCome || isOver);
  const [last, setLast] = useState(isToCome ? line.validFrom : today);
  const through = isWrong ? before : last;
  const end = useAct(api.endTax, {
    onDone: () => {
      void toast(t(isWrong ? "staff.taxes.end.wrong.done" : "staff.taxes.end.done"));
      onClose();
      void queries.invalidateQueries();
    },
  });
  const collected = useQuery({ ...reading(api.taxCollected, { params: { facilityId, taxId: line.id } }), enabled: isWrong });
  const words = useCollectedWords();
  const name = line.authority === "unstated" ? t("staff.taxes.before") : line.name;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.taxes.end.of", { name })}
      actions={
        <>
          <Button
            isDisabled={through === "" || (isWrong && !collected.data)}
            isPending={end.isPending}
            onPress={() => end.mutate({ params: { facilityId, taxId: line.id }, body: { through } })}
          >
            {t(isWrong ? "staff.taxes.end.wrong.act" : "staff.taxes.end")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("staff.taxes.cancel")}
          </Button>
        </>
      }
    >
      {!isWrong && <p>{t("staff.taxes.end.says")}</p>}
      {end.error && <Refusal problem={end.error} />}
      {collected.error && <Refusal problem={collected.error} />}
      <Checkbox isSelected={isWrong} isDisabled={isOver} onChange={setWrong}>
        {t("staff.taxes.end.wrong")}
      </Checkbox>
      {isWrong && !isToCome && <p className="soft">{t("staff.taxes.end.wrong.says")}</p>}
      {isWrong && collected.data && <p>{words(collected.data)}</p>}
      {!isWrong && <TextField label={t("staff.taxes.end.through")} type="date" value={last} onChange={setLast} />}
    </Dialog>
  );
}

/** How much goes back for how many visits and plans, and to whom. */
function useCollectedWords() {
  const { t } = useWords();
  const format = useFormat();
  return ({ communications, plans, cents, payers }: TaxCollected): string =>
    cents === 0
      ? t("staff.taxes.end.wrong.none")
      : t("staff.taxes.end.wrong.back", {
          ...{ communications, plans, money: format.money(cents) },
          payers: payers.map((of) => t(`staff.taxes.end.wrong.to.${of.payer}`, { money: format.money(of.cents) })).join(", "),
        });
}
