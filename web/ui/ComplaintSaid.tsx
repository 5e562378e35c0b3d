import type { Bill } from "#contracts/bills.ts";
import type { bill as words } from "#web/words/en/bill.ts";
import { useWords } from "#web/words/words.tsx";
import { Banner } from "./Banner.tsx";
import { dayIn, useFormat } from "./format.ts";
import { useNow } from "./Time.tsx";

type BillId = keyof typeof words;

/** That somebody said that their visit was bad, and what became of it: the answer at once, or the clock, or what staff decided. */
export function Said({ complaint, zone }: { complaint: NonNullable<Bill["complaint"]>; zone: string }) {
  const { t } = useWords<BillId>();
  const format = useFormat();
  const now = useNow(60_000);
  const { what, answer, dueAt, decision, reason, planSeconds } = complaint;
  const cents = complaint.cents ?? 0;
  const given = { cents, money: format.money(cents), time: format.duration(planSeconds) };
  const when = dueAt ? `${format.dayInside(dayIn(dueAt, zone))}, ${format.time(dueAt, zone)}` : "";
  const late = dueAt !== null && Date.parse(dueAt) < now;
  const answered =
    answer === "queued" && late ? "late" : answer === "given_back_now" && planSeconds > 0 ? (`${answer}.plan` as const) : answer;
  const says =
    decision === null
      ? [t(`bill.bad.answer.${answered}`, { ...given, when })]
      : [
          t(decision === "credited" && planSeconds > 0 ? "bill.bad.credited.plan" : `bill.bad.${decision}`, given),
          reason ? t(`bill.bad.reason.${reason}`) : "",
        ];
  return (
    <div className="gap-4">
      <Banner icon="message">
        <p>
          <b>{t("bill.bad.said", { what: t(`bill.bad.what.${what}`) })}</b> {says.join(" ")}
        </p>
      </Banner>
    </div>
  );
}
