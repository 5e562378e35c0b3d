import type { EquipmentCheck } from "#contracts/equipment.ts";
import { useTimes } from "#web/family/shell/times.ts";
import { type Id, useWords } from "#web/family/words.ts";
import { ownZone } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { linesOf } from "./found.rules.ts";

/** What a check found: a sentence for each part, one next step where something is wrong, the date, and the figures for who wants them. */
export function Found({ check }: { check: EquipmentCheck }) {
  const { t } = useWords();
  const times = useTimes();
  const now = useNow(60_000);
  const zone = ownZone();
  const lines = linesOf(check);
  const wrong = lines.filter(({ good }) => !good).length;
  return (
    <section className="card stack found" aria-labelledby="found">
      <h2 id="found" className="h3">
        {wrong === 0 ? t("family.equipment.good") : t("family.equipment.fix", { count: wrong })}
      </h2>
      <p className="soft">
        {t("family.equipment.when", { day: times.nearDay(check.endedAt, zone, now), time: times.time(check.endedAt, zone) })}
      </p>
      <ul className="list found-lines">
        {lines.map(({ part, good, code }) => (
          <li key={part} data-good={good ? "yes" : "no"}>
            <Icon name={good ? "check" : "warning"} />
            <div>
              <p>
                <b>{t(`family.equipment.${part}.${code}` as Id)}</b>
              </p>
              {!good && <p>{t(`family.equipment.${part}.${code}.next` as Id)}</p>}
            </div>
          </li>
        ))}
      </ul>
      {check.line?.measured && <Figures measured={check.line.measured} />}
    </section>
  );
}

function Figures({ measured }: { measured: NonNullable<NonNullable<EquipmentCheck["line"]>["measured"]> }) {
  const { t } = useWords();
  const { number } = useTimes();
  const { sentKbps = null, sentLostPercent = null, lostPercent, receivedKbps, roundTripMs, way } = measured;
  const back = sentLostPercent === null ? lostPercent : Math.max(0, lostPercent - sentLostPercent);
  const rate = (kbps: number, percent: number | null) =>
    percent === null
      ? t("family.equipment.figures.rate", { kbps: number(kbps) })
      : t("family.equipment.figures.rate_lost", { kbps: number(kbps), percent: number(Math.round(percent * 10) / 10) });
  return (
    <details>
      <summary>{t("family.equipment.figures")}</summary>
      <dl className="facts gap-2">
        {sentKbps !== null && (
          <div>
            <dt>{t("family.equipment.figures.there")}</dt>
            <dd>{rate(sentKbps, sentLostPercent)}</dd>
          </div>
        )}
        <div>
          <dt>{t("family.equipment.figures.back")}</dt>
          <dd>{rate(receivedKbps, back)}</dd>
        </div>
        <div>
          <dt>{t("family.equipment.figures.round")}</dt>
          <dd>{t("family.equipment.figures.ms", { ms: number(roundTripMs) })}</dd>
        </div>
        {way && (
          <div>
            <dt>{t("family.equipment.figures.way")}</dt>
            <dd>{t(`family.equipment.figures.${way}`)}</dd>
          </div>
        )}
      </dl>
    </details>
  );
}
