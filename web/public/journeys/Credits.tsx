import { Link } from "@tanstack/react-router";
import { creditLimits } from "#contracts/credit-limits.ts";
import { lineLimits, SAMPLE_MS } from "#contracts/quality-limits.ts";
import { paths } from "#web/public/paths.ts";
import { useWords } from "#web/public/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";

const STEP_SECONDS = SAMPLE_MS / 1000;

/** The rule by which credits come by themselves, with the numbers that the rule itself reads. */
export default function Credits() {
  const { t } = useWords();
  usePageTitle(t("bill.rule.title"));
  const { rule, usefulSeconds, dropsForAll, complaintDays, complaintHours } = creditLimits;
  const ours = [
    t("bill.rule.ours.engine", { seconds: lineLimits.comingBackSamples * STEP_SECONDS }),
    t("bill.rule.ours.line", { seconds: STEP_SECONDS }),
    t("bill.rule.ours.device"),
    t("bill.rule.ours.recording"),
    t("bill.rule.ours.late"),
    t("bill.rule.ours.watch"),
  ];
  return (
    <>
      <h1>{t("bill.rule.title")}</h1>
      <Rule />
      <p className="lead public-lead">{t("bill.rule.lead")}</p>
      <Section id="one" title={t("bill.rule.one")} says={[t("bill.rule.one.is")]} />
      <section aria-labelledby="ours">
        <h2 id="ours">{t("bill.rule.ours")}</h2>
        <ul className="public-points">
          {ours.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p className="gap-3">
          <Link to={paths.lines}>{t("bill.rule.lines")}</Link>
        </p>
      </section>
      <Section
        id="all"
        title={t("bill.rule.all")}
        says={[t("bill.rule.all.drops", { count: dropsForAll }), t("bill.rule.all.short", { seconds: usefulSeconds })]}
      />
      <Section id="home" title={t("bill.rule.home")} says={[t("bill.rule.home.is")]} />
      <Section id="word" title={t("bill.rule.word")} says={[t("bill.rule.word.is")]} />
      <Section id="bad" title={t("bill.rule.bad")} says={[t("bill.rule.bad.is", { days: complaintDays, hours: complaintHours })]} />
      <p className="soft public-source">{t("bill.rule.where", { rule })}</p>
    </>
  );
}

function Section({ id, title, says }: { id: string; title: string; says: readonly string[] }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {says.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </section>
  );
}
