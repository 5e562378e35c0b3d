import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { ownZone } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import type { OwnWallet } from "./wallet-words.ts";

type Payout = OwnWallet["payouts"][number];

/** Money that staff pay out by check: where it is to be sent, and a way to take it back. */
export function OwnPayouts({ payouts }: { payouts: readonly Payout[] }) {
  const { t } = useWords();
  if (payouts.length === 0) return null;
  return (
    <section className="card stack" aria-label={t("wallet.payouts")}>
      <h3>{t("wallet.payouts")}</h3>
      {payouts.map((payout) => (
        <One key={payout.id} payout={payout} />
      ))}
    </section>
  );
}

function One({ payout }: { payout: Payout }) {
  const { t } = useWords();
  const times = useTimes();
  const queries = useQueryClient();
  const [address, setAddress] = useState(payout.address ?? "");
  const { id, cents, state, at } = payout;
  const change = useAct(api.changeOwnPayout, {
    onDone: async (_answer, { body }) => {
      void toast(t("withdraw" in body ? "wallet.payouts.withdrawn" : "wallet.payouts.kept"));
      await queries.invalidateQueries();
    },
  });
  const params = { payoutId: id };
  return (
    <div className="stack">
      <p>
        <b>{times.money(cents)}</b> <Pill tone={state === "asked" ? "warn" : "line"}>{t(`wallet.payouts.${state}`)}</Pill>
        <br />
        <span className="soft">{t("wallet.payouts.since", { day: times.nearDay(at, ownZone(), Date.now()) })}</span>
      </p>
      <TextField
        label={t("wallet.payouts.address")}
        hint={t("wallet.payouts.address.hint")}
        value={address}
        onChange={setAddress}
        rows={3}
        maxLength={500}
        autoComplete="street-address"
      />
      {change.error && <Refusal problem={change.error} />}
      <Button
        kind="second"
        wide
        isDisabled={address.trim().length < 5 || address === payout.address}
        isPending={change.isPending}
        onPress={() => change.mutate({ params, body: { address: address.trim() } })}
      >
        {t("wallet.payouts.keep")}
      </Button>
      {state === "asked" && (
        <Button kind="quiet" isPending={change.isPending} onPress={() => change.mutate({ params, body: { withdraw: true } })}>
          {t("wallet.payouts.withdraw")}
        </Button>
      )}
    </div>
  );
}
