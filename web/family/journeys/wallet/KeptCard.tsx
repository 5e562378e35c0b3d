import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { TopUp } from "#contracts/top-ups.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useWords } from "#web/family/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

export type Card = NonNullable<TopUp["card"]>;

/** "Visa ending in 4242". */
export function useCardName() {
  const { t } = useWords();
  return ({ brand, lastFour }: Pick<Card, "brand" | "lastFour">) => {
    const name = brand.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());
    return t("topup.card", { brand: name, lastFour });
  };
}

/** The card that is kept, and the button that has it forgotten. */
export function KeptCard({ card }: { card: Card }) {
  const { t } = useWords();
  const format = useFormat();
  const name = useCardName()(card);
  const queries = useQueryClient();
  const [asks, setAsks] = useState(false);
  const remove = useAct(api.removeCard, {
    onDone: async () => {
      setAsks(false);
      void toast(t("topup.removed"));
      await queries.invalidateQueries({ queryKey: [api.ownTopUp.id] });
    },
  });
  const { expiresMonth, expiresYear } = card;
  const month = format.dayInside(`${expiresYear}-${String(expiresMonth).padStart(2, "0")}-15`, { month: "long", year: "numeric" });
  return (
    <>
      <p>
        <b>{name}</b>
        <br />
        <span className="soft">{t("topup.card.expires", { month })}</span>
      </p>
      {card.disputed && <p>{t("topup.disputed")}</p>}
      <Button kind="quiet" onPress={() => setAsks(true)}>
        {t("topup.remove")}
      </Button>
      <Dialog
        isOpen={asks}
        onClose={() => setAsks(false)}
        title={t("topup.remove.ask")}
        actions={
          <>
            <Button kind="stop" wide isPending={remove.isPending} onPress={() => remove.mutate({})}>
              {t("topup.remove")}
            </Button>
            <Button kind="second" wide onPress={() => setAsks(false)}>
              {t("topup.remove.keep")}
            </Button>
          </>
        }
      >
        <p>{t("topup.remove.lost")}</p>
        {remove.error && <Refusal problem={remove.error} />}
      </Dialog>
    </>
  );
}
