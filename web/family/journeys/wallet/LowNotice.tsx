import { useQueryClient } from "@tanstack/react-query";
import { lowCents } from "#contracts/wallet-limits.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useWords } from "#web/family/words.ts";
import { Select } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import type { OwnWallet } from "./wallet-words.ts";

const NEVER = "never";

/** A letter when little is left, if the reader wants one. */
export function LowNotice({ wallet }: { wallet: OwnWallet }) {
  const { t } = useWords();
  const format = useFormat();
  const queries = useQueryClient();
  const choose = useAct(api.chooseLowNotice, {
    onDone: async () => {
      void toast(t("wallet.low.kept"));
      await queries.invalidateQueries({ queryKey: [api.ownWallet.id] });
    },
  });
  const options = [
    { value: NEVER, label: t("wallet.low.never") },
    ...lowCents.map((cents) => ({ value: String(cents), label: t("wallet.low.below", { sum: format.money(cents) }) })),
  ];
  return (
    <div className="card stack">
      {choose.error && <Refusal problem={choose.error} />}
      <Select
        label={t("wallet.low.label")}
        hint={t("wallet.low.hint")}
        value={wallet.lowBelowCents === null ? NEVER : String(wallet.lowBelowCents)}
        onChange={(value) => choose.mutate({ body: { belowCents: value === NEVER ? null : Number(value) } })}
        options={options}
      />
    </div>
  );
}
