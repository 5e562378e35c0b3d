import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Refunded } from "#contracts/wallets.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { FreeByCancelling } from "./FreeByCancelling.tsx";
import type { OwnWallet } from "./wallet-words.ts";

/** Gives all that is free back by one tap; what becomes of it stands under the button. */
export function GetBack({ wallet }: { wallet: OwnWallet }) {
  const { t } = useWords();
  const format = useFormat();
  const queries = useQueryClient();
  const [id, setId] = useState(() => newId());
  const [done, setDone] = useState<Refunded>();
  const back = useAct(api.refundWallet, {
    onDone: async (refunded) => {
      setDone(refunded);
      setId(newId());
      await queries.invalidateQueries();
    },
  });
  const { freeCents, toSourceCents } = wallet;
  const restCents = freeCents - toSourceCents;
  return (
    <div className="card stack">
      {freeCents > 0 ? (
        <>
          {toSourceCents > 0 && <p>{t(wallet.card === "practice" ? "wallet.back.practice" : "wallet.back.source")}</p>}
          {restCents > 0 && <p>{t("wallet.back.rest", { sum: format.money(restCents) })}</p>}
          <Button kind="second" wide isPending={back.isPending} onPress={() => back.mutate({ body: { id, cents: freeCents } })}>
            {t("wallet.back.act", { sum: format.money(freeCents) })}
          </Button>
        </>
      ) : (
        <p>{t("wallet.back.none")}</p>
      )}
      {back.error && <Refusal problem={back.error} />}
      <div role="status" className="stack">
        {done && <Told refunded={done} />}
      </div>
      <FreeByCancelling kept={wallet.kept} />
      {wallet.kept.some((kept) => kept.for === "plan") && <p className="soft">{t("wallet.back.kept.plan")}</p>}
    </div>
  );
}

function Told({ refunded }: { refunded: Refunded }) {
  const { t } = useWords();
  const format = useFormat();
  const sum = (rows: readonly { cents: number }[]) => rows.reduce((total, { cents }) => total + cents, 0);
  const arrived = sum(refunded.parts.filter(({ state }) => state === "done"));
  const sent = sum(refunded.parts.filter(({ state }) => state === "begun"));
  const asked = sum(refunded.payouts);
  return (
    <Banner tone="good">
      {arrived > 0 && <p>{t("wallet.back.done", { sum: format.money(arrived) })}</p>}
      {sent > 0 && <p>{t("wallet.back.sent", { sum: format.money(sent) })}</p>}
      {asked > 0 && <p>{t("wallet.back.asked", { sum: format.money(asked) })}</p>}
    </Banner>
  );
}
