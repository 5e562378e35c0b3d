import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { DEPOSIT_CENTS_MAX, DEPOSIT_CENTS_MIN, depositCents } from "#contracts/wallet-limits.ts";
import type { Deposit } from "#contracts/wallets.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { dollarsToCents, useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { toast } from "#web/ui/toast.ts";
import { AddFromCard } from "./AddFromCard.tsx";
import { KeepCard, type Keeping, keepsNothing, PracticeOnly } from "./KeepCard.tsx";
import { useCardName } from "./KeptCard.tsx";
import type { OwnWallet } from "./wallet-words.ts";

/** Fetched only where a real card is taken. */
const CardForm = lazy(() => import("./CardForm.tsx"));

type Chosen = number | "other" | undefined;

/** Adds money in two taps: how much, and the button that says so; where a card is kept it pays, unless its owner takes another. */
export function AddMoney({ wallet }: { wallet: OwnWallet }) {
  const { t } = useWords();
  const format = useFormat();
  const [chosen, setChosen] = useState<Chosen>();
  const [typed, setTyped] = useState("");
  const [keeping, setKeeping] = useState(keepsNothing);
  const cardName = useCardName();
  const [isOther, setOther] = useState(false);
  if (!wallet.card)
    return (
      <Banner tone="warn">
        <p>
          <b>{t("wallet.add.off")}</b> {t("wallet.add.off.more")}
        </p>
      </Banner>
    );
  const kept = isOther ? null : wallet.keptCard;
  const added = (deposit: Deposit) => {
    const says = { taken: "wallet.add.done", begun: "wallet.add.waiting", failed: "wallet.card.refused" } as const;
    void toast(t(says[deposit.state], { sum: format.money(deposit.cents) }));
    setChosen(undefined);
    setTyped("");
    setKeeping(keepsNothing);
    setOther(false);
  };
  const cents = chosen === "other" ? dollarsToCents(typed) : chosen;
  return (
    <div className="card stack">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would be read before each sum. */}
      <div className="sums" role="group" aria-label={t("wallet.add")}>
        {depositCents.map((sum) => (
          <Button key={sum} kind="second" pressed={chosen === sum} onPress={() => setChosen(sum)}>
            {format.money(sum).replace(/[.,]00$/, "")}
          </Button>
        ))}
        <Button kind="second" pressed={chosen === "other"} onPress={() => setChosen("other")}>
          {t("wallet.add.other")}
        </Button>
      </div>
      {chosen === "other" && (
        <TextField
          label={t("wallet.add.sum")}
          hint={t("wallet.add.range", { min: format.money(DEPOSIT_CENTS_MIN), max: format.money(DEPOSIT_CENTS_MAX) })}
          wrong={typed !== "" && cents === undefined ? t("wallet.add.unclear") : undefined}
          value={typed}
          onChange={setTyped}
          autoFocus
          maxLength={10}
        />
      )}
      {cents !== undefined && kept && (
        <AddFromCard
          key={`${cents} ${kept.lastFour}`}
          cents={cents}
          card={kept}
          way={wallet.card}
          onAdded={added}
          onOther={() => setOther(true)}
        />
      )}
      {cents !== undefined && !kept && (
        <>
          {wallet.keptCard && (
            <Button kind="quiet" onPress={() => setOther(false)}>
              {t("wallet.card.again", { card: cardName(wallet.keptCard) })}
            </Button>
          )}
          <Add key={`${cents} ${keeping.keepCard}`} cents={cents} keeping={keeping} card={wallet.card} onAdded={added} />
          <KeepCard card={wallet.card} value={keeping} onChange={setKeeping} />
        </>
      )}
      <p className="soft">{t("wallet.add.hint")}</p>
    </div>
  );
}

function Add({
  cents,
  keeping,
  card,
  onAdded,
}: {
  cents: number;
  keeping: Keeping;
  card: NonNullable<OwnWallet["card"]>;
  onAdded: (deposit: Deposit) => void;
}) {
  const { t } = useWords();
  const format = useFormat();
  const queries = useQueryClient();
  // Kept while this sum is shown: pressed again after a lost answer, it is the same deposit.
  const [id] = useState(() => newId());
  const sum = format.money(cents);
  const add = useAct(api.beginDeposit, {
    onDone: async (deposit) => {
      if (deposit.pay) return;
      onAdded(deposit);
      await queries.invalidateQueries();
    },
  });
  if (add.data?.pay)
    return (
      <Suspense fallback={<Skeleton height="8em" />}>
        <CardForm deposit={add.data} pay={add.data.pay} onPaid={onAdded} />
      </Suspense>
    );
  return (
    <div className="stack">
      {add.error && <Refusal problem={add.error} />}
      <Button wide isPending={add.isPending} onPress={() => add.mutate({ body: { id, cents, ...keeping } })}>
        {t(card === "practice" ? "wallet.add.act.practice" : "wallet.add.act", { sum })}
      </Button>
      {card === "practice" && <PracticeOnly />}
    </div>
  );
}
