import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { OwnGift } from "#contracts/gifts.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { mayVisit } from "#web/family/journeys/people/connection-words.ts";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { dollarsToCents, ownZone } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

const ADDRESS = "address";

/** Money for somebody else: what waits for the reader, giving, and taking back. */
export function Gifts() {
  const { t } = useWords();
  const gifts = useQuery(reading(api.ownGifts));
  return (
    <div className="stack">
      {gifts.error && <Refusal problem={gifts.error} />}
      {gifts.data?.forMe.map((gift) => (
        <ForMe key={gift.id} {...gift} />
      ))}
      <Give />
      {gifts.data && gifts.data.given.length > 0 && (
        <ul className="list card">
          {gifts.data.given.map((gift) => (
            <Given key={gift.id} gift={gift} />
          ))}
        </ul>
      )}
      <p className="soft">{t("wallet.gift.rule")}</p>
    </div>
  );
}

function ForMe({ id, cents, fromName }: { id: string; cents: number; fromName: string }) {
  const { t } = useWords();
  const times = useTimes();
  const queries = useQueryClient();
  const take = useAct(api.takeGift, {
    onDone: async () => {
      void toast(t("wallet.gift.taken", { sum: times.money(cents) }));
      await queries.invalidateQueries();
    },
  });
  return (
    <Banner tone="good" icon="wallet">
      <div className="stack">
        <p>{t("wallet.gift.for_me", { name: fromName, sum: times.money(cents) })}</p>
        {take.error && <Refusal problem={take.error} />}
        <Button kind="second" isPending={take.isPending} onPress={() => take.mutate({ params: { giftId: id } })}>
          {t("wallet.gift.take", { sum: times.money(cents) })}
        </Button>
      </div>
    </Banner>
  );
}

function Give() {
  const { t } = useWords();
  const times = useTimes();
  const queries = useQueryClient();
  const people = useQuery(reading(api.ownConnections));
  const [to, setTo] = useState("");
  const [email, setEmail] = useState("");
  const [typed, setTyped] = useState("");
  const [id, setId] = useState(() => newId());
  const give = useAct(api.giveGift, {
    onDone: async (gift) => {
      void toast(t(gift.state === "given" ? "wallet.gift.done" : "wallet.gift.waits", { sum: times.money(gift.cents) }));
      setTyped("");
      setEmail("");
      setId(newId());
      await queries.invalidateQueries();
    },
  });
  const known = people.data?.filter(mayVisit) ?? [];
  const cents = dollarsToCents(typed);
  const name = known.find((one) => one.id === to)?.residentName;
  const whom = to === ADDRESS ? (email.includes("@") ? { email: email.trim() } : undefined) : to ? { connectionId: to } : undefined;
  const options = [
    ...known.map((one) => ({ value: one.id, label: one.residentName })),
    { value: ADDRESS, label: t("wallet.gift.to.other") },
  ];
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (cents !== undefined && whom) give.mutate({ body: { id, cents, ...whom } });
      }}
    >
      <Select label={t("wallet.gift.to")} value={to} onChange={setTo} options={options} />
      {to === ADDRESS && (
        <TextField
          label={t("family.field.email")}
          hint={t("wallet.gift.email.hint")}
          type="email"
          inputMode="email"
          value={email}
          onChange={setEmail}
          maxLength={254}
        />
      )}
      {to !== "" && (
        <TextField
          label={t("wallet.add.sum")}
          wrong={typed !== "" && cents === undefined ? t("wallet.add.unclear") : undefined}
          value={typed}
          onChange={setTyped}
          maxLength={10}
        />
      )}
      {give.error && <Refusal problem={give.error} />}
      {to !== "" && (
        <Button kind="second" wide type="submit" isDisabled={cents === undefined || !whom} isPending={give.isPending}>
          {cents === undefined
            ? t("wallet.gift.act")
            : name
              ? t("wallet.gift.act.to", { sum: times.money(cents), name })
              : t("wallet.gift.act.sum", { sum: times.money(cents) })}
        </Button>
      )}
    </form>
  );
}

const tones = { waiting: "warn", given: "good", undone: "line", expired: "line" } as const;

function Given({ gift }: { gift: OwnGift }) {
  const { t } = useWords();
  const times = useTimes();
  const queries = useQueryClient();
  const { id, cents, residentName, state, undoCents, madeAt } = gift;
  const undo = useAct(api.undoGift, {
    onDone: async () => {
      void toast(t("wallet.gift.undone"));
      await queries.invalidateQueries();
    },
  });
  const what = t("wallet.move.gift_sent", { name: residentName ?? "none" });
  return (
    <li className="sign-in">
      <div className="grow">
        <b>{`${what}, ${times.money(cents)}`}</b>
        <p className="soft">{times.nearDay(madeAt, ownZone(), Date.now())}</p>
        <Pill tone={tones[state]}>{t(`wallet.gift.state.${state}`)}</Pill>
        {undo.error && <Refusal problem={undo.error} />}
      </div>
      {undoCents > 0 && (
        <Button
          kind="second"
          size="small"
          label={t("wallet.gift.undo.of", { gift: what, sum: times.money(undoCents) })}
          isPending={undo.isPending}
          onPress={() => undo.mutate({ params: { giftId: id } })}
        >
          {t("wallet.gift.undo", { sum: times.money(undoCents) })}
        </Button>
      )}
    </li>
  );
}
