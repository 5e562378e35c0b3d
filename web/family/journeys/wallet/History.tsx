import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { usePages } from "#web/client/pages.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { ownZone } from "#web/ui/format.ts";
import { Money } from "#web/ui/Money.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { type Happened, withTaxes } from "#web/ui/with-taxes.rules.ts";

const SHOWN_AT_ONCE = 20;
/** On one line of a phone. */
const SHORT = { weekday: "short", month: "short", day: "numeric" } as const;

/** Everything that came in or went out, newest first, each with its reason. */
export function History() {
  const { t } = useWords();
  const lines = usePages([api.ownWalletHistory.id], (after, signal) =>
    call(api.ownWalletHistory, { query: { limit: SHOWN_AT_ONCE, ...(after ? { after } : {}) }, signal }),
  );
  return (
    <>
      {lines.error && <Refusal problem={lines.error} />}
      {!lines.rows && !lines.error && <Skeleton height="6em" />}
      {lines.rows?.length === 0 && <p>{t("wallet.history.none")}</p>}
      {lines.rows && lines.rows.length > 0 && (
        <ul className="list card">
          {withTaxes(lines.rows).map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ul>
      )}
      {lines.more && (
        <div className="gap-4">
          <Button kind="second" wide isPending={lines.isReading} onPress={lines.more}>
            {t("wallet.history.show")}
          </Button>
        </div>
      )}
    </>
  );
}

function Line({ line }: { line: Happened }) {
  const { t } = useWords();
  const times = useTimes();
  const now = useNow(60_000);
  const zone = ownZone();
  const { at, cents, taxCents, move, name, visitId, day } = line;
  return (
    <li className="sign-in">
      <div className="grow">
        <b>{t(`wallet.move.${move}`, { name: name ?? "none" })}</b>
        {taxCents < 0 && <p className="soft">{t("wallet.move.taxes", { sum: times.money(-taxCents) })}</p>}
        <p className="soft">{`${times.nearDay(at, zone, now, SHORT)}, ${times.time(at, zone)}`}</p>
        {visitId && day && (
          <p>
            <Go to={paths.visit} params={{ visitId }}>
              {t("wallet.move.of_visit", { day: times.dayInside(day, SHORT) })}
            </Go>
          </p>
        )}
      </div>
      <span className="sum" data-way={cents > 0 ? "in" : "out"}>
        {cents > 0 && "+"}
        <Money cents={cents} />
      </span>
    </li>
  );
}
