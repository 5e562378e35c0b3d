import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Part } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { dayIn, ownZone } from "#web/ui/format.ts";
import { Money } from "#web/ui/Money.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { AddMoney } from "./AddMoney.tsx";
import { GetBack } from "./GetBack.tsx";
import { Gifts } from "./Gifts.tsx";
import { History } from "./History.tsx";
import { LowNotice } from "./LowNotice.tsx";
import { OwnPayouts } from "./OwnPayouts.tsx";
import { Plans } from "./Plans.tsx";
import { Statements } from "./Statements.tsx";
import { TopUp } from "./TopUp.tsx";
import type { OwnWallet } from "./wallet-words.ts";

/** What is on its way comes in by itself. */
const REFRESH_MS = 10_000;

/** The reader's money: what there is, what is kept and for what, adding, getting back, and everything that happened. */
export default function Wallet() {
  const { t } = useWords();
  const wallet = useQuery({ ...reading(api.ownWallet), refetchInterval: REFRESH_MS });
  usePageTitle(t("wallet.title"));
  if (!wallet.data && !wallet.error) return <Waiting />;
  return (
    <>
      <h1>{t("wallet.title")}</h1>
      <Rule />
      {wallet.error && <Refusal problem={wallet.error} />}
      {wallet.data && (
        <>
          <Holds wallet={wallet.data} />
          <Silent wallet={wallet.data} />
          <Part id="add" title={t("wallet.add")}>
            <AddMoney wallet={wallet.data} />
          </Part>
          <Plans wallet={wallet.data} />
          <Part id="back" title={t("wallet.back")}>
            <GetBack wallet={wallet.data} />
            <div className="gap-4">
              <OwnPayouts payouts={wallet.data.payouts} />
            </div>
          </Part>
          <Part id="gifts" title={t("wallet.gift")}>
            <Gifts />
          </Part>
          <Part id="history" title={t("wallet.history")}>
            <History />
          </Part>
          <Part id="low" title={t("wallet.low")}>
            <LowNotice wallet={wallet.data} />
          </Part>
          <TopUp way={wallet.data.card} />
          <Part id="statements" title={t("wallet.statement")}>
            <Statements />
          </Part>
        </>
      )}
    </>
  );
}

/** What silence does to a wallet, and the button that ends it. */
function Silent({ wallet }: { wallet: OwnWallet }) {
  const { t } = useWords();
  const times = useTimes();
  const queries = useQueryClient();
  const keep = useAct(api.keepWallet, {
    onDone: async () => {
      void toast(t("wallet.silent.kept"));
      await queries.invalidateQueries();
    },
  });
  const { endsAt, apartCents } = wallet;
  if (!endsAt && apartCents === 0) return null;
  const sum = times.money(apartCents);
  return (
    <div className="gap-4">
      <Banner tone="warn">
        <div className="stack">
          {endsAt && <p>{t("wallet.silent", { day: times.dayInside(dayIn(endsAt, ownZone())) })}</p>}
          {apartCents > 0 && <p>{t("wallet.apart", { sum })}</p>}
          {keep.error && <Refusal problem={keep.error} />}
          <Button kind="second" isPending={keep.isPending} onPress={() => keep.mutate({})}>
            {apartCents > 0 ? t("wallet.apart.back", { sum }) : t("wallet.silent.keep")}
          </Button>
        </div>
      </Banner>
    </div>
  );
}

function Holds({ wallet }: { wallet: OwnWallet }) {
  const { t } = useWords();
  const times = useTimes();
  return (
    <div className="card stack gap-6">
      <p>
        <span className="soft">{t("wallet.free")}</span>
        <br />
        <span className="big-time">
          <Money cents={wallet.freeCents} />
        </span>
      </p>
      {wallet.kept.length > 0 && (
        <>
          <p>{t("wallet.all", { sum: times.money(wallet.cents) })}</p>
          <dl className="facts">
            {wallet.kept.map(({ id, cents, for: what, subjectId, withName, day }) => (
              <div key={id}>
                <dt>
                  {what === "visit" ? (
                    <Go to={paths.visit} params={{ visitId: subjectId }}>
                      {t("wallet.kept.visit", { name: withName ?? "none", day: day ? times.dayInside(day) : "" })}
                    </Go>
                  ) : (
                    t(`wallet.kept.${what}`, { name: withName ?? "none", day: day ? times.dayInside(day) : "" })
                  )}
                </dt>
                <dd>
                  <Money cents={cents} />
                </dd>
              </div>
            ))}
          </dl>
          {wallet.kept.some((kept) => kept.for === "visit") && <p className="soft">{t("wallet.kept.rule")}</p>}
        </>
      )}
      <p className="soft">{t("wallet.rule")}</p>
    </div>
  );
}
