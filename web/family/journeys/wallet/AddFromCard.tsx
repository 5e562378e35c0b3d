import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Deposit } from "#contracts/wallets.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { PasswordField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { CardRefusal } from "./CardRefusal.tsx";
import { PracticeOnly } from "./KeepCard.tsx";
import { useCardName } from "./KeptCard.tsx";
import type { OwnWallet } from "./wallet-words.ts";

/** Adds a sum from the card that is kept: one tap, or with the password where a day's open sum is used up. */
export function AddFromCard({
  cents,
  card,
  way,
  onAdded,
  onOther,
}: {
  cents: number;
  card: NonNullable<OwnWallet["keptCard"]>;
  way: OwnWallet["card"];
  onAdded: (deposit: Deposit) => void;
  onOther: () => void;
}) {
  const { t } = useWords();
  const format = useFormat();
  const queries = useQueryClient();
  const name = useCardName()(card);
  // Kept while this sum is shown: pressed again after a lost answer, it is the same deposit. What was refused is over.
  const [id, setId] = useState(() => newId());
  const [password, setPassword] = useState("");
  const add = useAct(api.addFromCard, {
    onDone: async (deposit) => {
      setPassword("");
      if (deposit.state === "failed") setId(newId());
      else onAdded(deposit);
      await queries.invalidateQueries();
    },
  });
  const proves = cents > card.openCents;
  const sum = format.money(cents);
  const { lastFour } = card;
  return (
    <div className="stack">
      {add.error && <CardRefusal problem={add.error} />}
      {add.data?.state === "failed" && (
        <Banner tone="stop">
          <p>
            <b>{t("wallet.card.no", { card: name })}</b> {t(`wallet.card.no.${add.data.refused ?? "unasked"}`)}
          </p>
        </Banner>
      )}
      {proves && (
        <PasswordField
          label={t("topup.password")}
          hint={
            <>
              {t("wallet.card.password")} {way === "practice" && t("topup.password.practice")}
            </>
          }
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
      )}
      <Button
        wide
        isDisabled={proves && password === ""}
        isPending={add.isPending}
        onPress={() => add.mutate({ body: { id, cents, lastFour, ...(proves ? { password } : {}) } })}
      >
        {t("wallet.card.act", { sum, card: name })}
      </Button>
      <Button kind="second" wide onPress={onOther}>
        {t("wallet.card.other")}
      </Button>
      {way === "practice" && <PracticeOnly />}
    </div>
  );
}
