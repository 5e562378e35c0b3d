import { useQuery } from "@tanstack/react-query";
import type { Wallet as Held } from "#contracts/wallets.ts";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { usePages } from "#web/client/pages.ts";
import { reading } from "#web/client/query.ts";
import { Foot } from "#web/kiosk/shell/Done.tsx";
import { useGo } from "#web/kiosk/shell/go.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { useServerNow } from "#web/kiosk/shell/Top.tsx";
import { useStation } from "#web/kiosk/shell/useStation.ts";
import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Money } from "#web/ui/Money.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { withTaxes } from "#web/ui/with-taxes.rules.ts";

const REFRESH_MS = 30_000;
const SHOWN_AT_ONCE = 20;

/** The resident's own money: what there is, what is kept and for what, how it comes in, and everything that happened. */
export default function Wallet() {
  const { t } = useWords();
  const go = useGo();
  const wallet = useQuery({ ...reading(api.insideWallet), refetchInterval: REFRESH_MS });
  return (
    <KioskScreen title={t("wallet.title")} wide rule foot={<Foot onBack={go.home} />}>
      {wallet.error && !wallet.data && <Refusal problem={wallet.error} />}
      {!wallet.data && !wallet.error && <Waiting />}
      {wallet.data && (
        <div className="lists">
          <div className="stack">
            <Holds {...wallet.data} />
            <dl className="helps">
              {(["how", "out"] as const).map((id) => (
                <div className="card" key={id}>
                  <dt>{t(`wallet.kiosk.${id}`)}</dt>
                  <dd>{t(`wallet.kiosk.${id}.text`)}</dd>
                </div>
              ))}
            </dl>
            <Button kind="second" onPress={go.statement}>
              {t("wallet.statement")}
            </Button>
          </div>
          <section className="stack" aria-labelledby="history">
            <h2 id="history">{t("wallet.history")}</h2>
            <History />
          </section>
        </div>
      )}
    </KioskScreen>
  );
}

function Holds({ cents, freeCents, kept }: Held) {
  const { t } = useWords();
  const format = useFormat();
  return (
    <div className="card stack">
      <p className="soft">{t("wallet.free")}</p>
      <p className="when">
        <Money cents={freeCents} />
      </p>
      {kept.length > 0 && (
        <>
          <p>{t("wallet.all", { sum: format.money(cents) })}</p>
          <ul className="list">
            {kept.map((one) => (
              <li key={one.id} className="spread">
                <span>
                  {one.for === "visit"
                    ? t("wallet.kept.visit", { name: one.withName ?? "none", day: one.day ? format.dayInside(one.day) : "" })
                    : t(`wallet.kept.${one.for}`)}
                </span>
                <Money cents={one.cents} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="soft">{t("wallet.kiosk.rule")}</p>
    </div>
  );
}

function History() {
  const { t } = useWords();
  const format = useFormat();
  const now = useServerNow();
  const { station } = useStation();
  const zone = station?.facility.timeZone ?? "UTC";
  const lines = usePages([api.insideWalletHistory.id], (after, signal) =>
    call(api.insideWalletHistory, { query: { limit: SHOWN_AT_ONCE, ...(after ? { after } : {}) }, signal }),
  );
  if (lines.error && !lines.rows) return <Refusal problem={lines.error} />;
  if (!lines.rows) return <Waiting />;
  return (
    <>
      {lines.rows.length === 0 && <p className="soft">{t("wallet.history.none")}</p>}
      {lines.rows.length > 0 && (
        <ul className="list card">
          {withTaxes(lines.rows).map(({ id, at, cents, taxCents, move, name }) => (
            <li key={id} className="spread">
              <span>
                <b>{t(`wallet.move.${move}`, { name: name ?? "none" })}</b>
                <br />
                {taxCents < 0 && <span className="soft">{`${t("wallet.move.taxes", { sum: format.money(-taxCents) })} · `}</span>}
                <span className="soft">{`${format.nearDay(at, zone, now)}, ${format.time(at, zone)}`}</span>
              </span>
              <span>
                {cents > 0 && "+"}
                <Money cents={cents} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {lines.more && (
        <Button kind="second" isPending={lines.isReading} onPress={lines.more}>
          {t("wallet.history.show")}
        </Button>
      )}
    </>
  );
}
