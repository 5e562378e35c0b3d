import type { Stripe, StripeElements } from "@stripe/stripe-js";
import { loadStripe } from "@stripe/stripe-js/dist/pure.mjs";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Deposit } from "#contracts/wallets.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";

// It would watch how people move through the page otherwise, and keep cookies to know the browser again.
loadStripe.setLoadParameters({ advancedFraudSignals: false });

/** The processor's own card fields: what is typed into them goes there and never to this server. */
export default function CardForm({
  deposit,
  pay,
  onPaid,
}: {
  deposit: Deposit;
  pay: NonNullable<Deposit["pay"]>;
  onPaid: (deposit: Deposit) => void;
}) {
  const { t, locale } = useWords();
  const format = useFormat();
  const queries = useQueryClient();
  const place = useRef<HTMLDivElement>(null);
  const parts = useRef<{ stripe: Stripe; elements: StripeElements }>(undefined);
  const [state, setState] = useState<"loading" | "ready" | "paying" | "missing">("loading");
  const [wrong, setWrong] = useState<string>();
  const look = useAct(api.lookAtDeposit, {
    onDone: async (found) => {
      await queries.invalidateQueries();
      onPaid(found);
    },
  });
  useEffect(() => {
    let left = false;
    const mount = async () => {
      const stripe = await loadStripe(pay.publishableKey, { locale });
      if (left) return;
      if (!stripe || !place.current) return setState("missing");
      const elements = stripe.elements({ clientSecret: pay.clientSecret, appearance: appearance() });
      elements.create("payment").mount(place.current);
      parts.current = { stripe, elements };
      setState("ready");
    };
    mount().catch(() => !left && setState("missing"));
    return () => {
      left = true;
      parts.current?.elements.getElement("payment")?.destroy();
    };
  }, [pay, locale]);

  const confirm = async () => {
    if (!parts.current) return;
    setState("paying");
    setWrong(undefined);
    const { error } = await parts.current.stripe.confirmPayment({ elements: parts.current.elements, redirect: "if_required" });
    setState("ready");
    if (error) return setWrong(error.message ?? t("wallet.card.refused"));
    look.mutate({ params: { depositId: deposit.id } });
  };
  return (
    <div className="stack">
      {state === "loading" && <Skeleton height="8em" />}
      {state === "missing" && (
        <Banner tone="stop">
          <p>{t("wallet.card.missing")}</p>
        </Banner>
      )}
      <div ref={place} />
      {wrong && (
        <Banner tone="stop">
          <p>{wrong}</p>
        </Banner>
      )}
      {look.error && <Refusal problem={look.error} />}
      {state !== "missing" && (
        <Button wide isDisabled={state === "loading"} isPending={state === "paying" || look.isPending} onPress={() => void confirm()}>
          {t("wallet.card.pay", { sum: format.money(deposit.cents) })}
        </Button>
      )}
      <p className="soft">{t("wallet.card.where")}</p>
    </div>
  );
}

/** The page's own colours in fields that the page does not draw. */
function appearance() {
  const value = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return {
    theme: "stripe" as const,
    variables: {
      colorPrimary: value("--line"),
      colorBackground: value("--card"),
      colorText: value("--ink"),
      colorDanger: value("--stop"),
      borderRadius: "12px",
      fontSizeBase: "16px",
    },
  };
}
