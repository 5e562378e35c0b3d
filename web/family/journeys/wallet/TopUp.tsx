import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { takesMore, topUpCents, topUpMonthCents } from "#contracts/top-up-limits.ts";
import type { TopUp as Shape } from "#contracts/top-ups.ts";
import { lowCents } from "#contracts/wallet-limits.ts";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Part } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { PasswordField, Select } from "#web/ui/Field.tsx";
import { dayIn, ownZone } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { CardRefusal } from "./CardRefusal.tsx";
import { type Card, KeptCard, useCardName } from "./KeptCard.tsx";
import type { OwnWallet } from "./wallet-words.ts";

type Rule = NonNullable<Shape["rule"]>;
const FIRST = { belowCents: 500, addCents: 2500, monthCents: 5000 } as const;
const REFRESH_MS = 30_000;

/** Money that is added by itself from a kept card, if its owner wants that: when, how much, and the most in a month. */
export function TopUp({ way }: { way: OwnWallet["card"] }) {
  const { t } = useWords();
  const found = useQuery({ ...reading(api.ownTopUp), refetchInterval: REFRESH_MS });
  if (!found.data && !found.error) return null;
  const { card = null, rule = null } = found.data ?? {};
  return (
    <Part id="top-up" title={t("topup.title")}>
      <div className="card stack">
        {found.error && <Refusal problem={found.error} />}
        {found.data && !card && <p className="soft">{t("topup.none")}</p>}
        {card && <KeptCard card={card} />}
        {rule && <Standing rule={rule} />}
        {card && !card.disputed && <Choose key={`${card.lastFour} ${rule?.stopped ?? "runs"}`} card={card} rule={rule} way={way} />}
      </div>
    </Part>
  );
}

/** How it stands: running, resting until the next month, or stopped with its next step. */
function Standing({ rule }: { rule: Rule }) {
  const { t } = useWords();
  const times = useTimes();
  const { addedCents, monthCents, stopped, restsUntil } = rule;
  if (stopped)
    return (
      <Banner tone="warn">
        <p>
          <b>{t("topup.is_stopped")}.</b> {t(`topup.stopped.${stopped}`)}
        </p>
      </Banner>
    );
  return (
    <p>
      <Pill tone="good">{t("topup.is_on")}</Pill> {t("topup.added", { added: times.money(addedCents), month: times.money(monthCents) })}
      {restsUntil && <> {t("topup.rests", { day: times.dayInside(dayIn(restsUntil, ownZone())) })}</>}
    </p>
  );
}

function Choose({ card, rule, way }: { card: Card; rule: Rule | null; way: OwnWallet["card"] }) {
  const { t } = useWords();
  const times = useTimes();
  const queries = useQueryClient();
  const name = useCardName()(card);
  const [sums, setSums] = useState({ ...FIRST, ...(rule ?? {}) } as { belowCents: number; addCents: number; monthCents: number });
  const [password, setPassword] = useState("");
  const refresh = () => queries.invalidateQueries({ queryKey: [api.ownTopUp.id] });
  const choose = useAct(api.chooseTopUp, {
    onDone: async () => {
      setPassword("");
      void toast(t("topup.chosen"));
      await refresh();
    },
  });
  const end = useAct(api.endTopUp, {
    onDone: async () => {
      void toast(t("topup.ended"));
      await refresh();
    },
  });
  const { belowCents, addCents, monthCents } = sums;
  const options = (list: readonly number[]) => list.map((cents) => ({ value: String(cents), label: times.money(cents) }));
  const isAsChosen =
    rule && !rule.stopped && rule.belowCents === belowCents && rule.addCents === addCents && rule.monthCents === monthCents;
  const proves = takesMore(rule && !rule.stopped ? rule : null, sums);
  const says = { below: times.money(belowCents), add: times.money(addCents), month: times.money(monthCents), card: name };
  const act = rule?.stopped ? "topup.again" : rule ? "topup.change" : "topup.on";
  return (
    <>
      <Select
        label={t("topup.below")}
        value={String(belowCents)}
        onChange={(value) => setSums({ ...sums, belowCents: Number(value) })}
        options={options(lowCents)}
      />
      <Select
        label={t("topup.add")}
        value={String(addCents)}
        onChange={(value) => setSums({ ...sums, addCents: Number(value) })}
        options={options(topUpCents)}
      />
      <Select
        label={t("topup.month")}
        value={String(monthCents)}
        onChange={(value) => setSums({ ...sums, monthCents: Number(value) })}
        options={options(topUpMonthCents)}
      />
      <p>{t("topup.says", says)}</p>
      {(choose.error ?? end.error) && <CardRefusal problem={(choose.error ?? end.error)!} />}
      {proves && (
        <PasswordField
          label={t("topup.password")}
          hint={t(way === "practice" ? "topup.password.practice" : "topup.password.why")}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
      )}
      {!isAsChosen && (
        <Button
          kind="second"
          wide
          isDisabled={proves && password === ""}
          isPending={choose.isPending}
          onPress={() => choose.mutate({ body: { belowCents, addCents, monthCents, zone: ownZone(), ...(proves ? { password } : {}) } })}
        >
          {t(act)}
        </Button>
      )}
      {rule && (
        <Button kind="quiet" isPending={end.isPending} onPress={() => end.mutate({})}>
          {t("topup.off")}
        </Button>
      )}
    </>
  );
}
