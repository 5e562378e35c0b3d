import { lineLimits, SAMPLE_MS, troubleWheres } from "#contracts/quality-limits.ts";
import { useWords } from "#web/public/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";

const MS = 1000;
/** The thresholds that a reader may check a verdict by, in the order of the page; the rule itself reads the same constants. */
const numbers = [
  ["loss", { value: lineLimits.lossPercentMin }],
  ["round_trip", { value: lineLimits.roundTripMsMin }],
  ["frozen", { value: lineLimits.frozenMsMin / MS }],
  ["concealed", { value: lineLimits.concealedMsMin / MS }],
  ["gone", { value: lineLimits.goneMsMin / MS }],
  ["busy", { value: lineLimits.busyMsMin / MS }],
  ["weak", { value: (lineLimits.weakSamplesMin * SAMPLE_MS) / MS }],
  ["good", { value: (lineLimits.goodSamplesMin * SAMPLE_MS) / MS }],
  ["back", { value: (lineLimits.comingBackSamples * SAMPLE_MS) / MS }],
  ["together", { value: lineLimits.togetherMin }],
] as const;

/** How we tell whose line failed: who may be named, by what, and the numbers, from the rule's own constants. */
export default function Lines() {
  const { t } = useWords();
  usePageTitle(t("public.lines"));
  return (
    <>
      <h1>{t("public.lines")}</h1>
      <Rule />
      <p className="lead public-lead">{t("public.lines.lead", { seconds: SAMPLE_MS / MS })}</p>
      <section aria-labelledby="wheres">
        <h2 id="wheres">{t("public.lines.wheres")}</h2>
        <dl className="facts">
          {troubleWheres.map((where) => (
            <div key={where}>
              <dt>{t(`public.lines.where.${where}`)}</dt>
              <dd>{t(`public.lines.where.${where}.is`)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-labelledby="numbers">
        <h2 id="numbers">{t("public.lines.numbers")}</h2>
        <ul>
          {numbers.map(([name, values]) => (
            <li key={name}>{t(`public.lines.number.${name}`, values)}</li>
          ))}
        </ul>
        <p className="soft public-source">{t("public.lines.source")}</p>
      </section>
    </>
  );
}
