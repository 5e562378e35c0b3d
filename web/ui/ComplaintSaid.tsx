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
  const { what, answer, dueAt, decision, reason, cents } = complaint;
  const money = format.money(cents ?? 0);
  const when = dueAt ? `${format.day(dayIn(dueAt, zone))}, ${format.time(dueAt, zone)}` : "";
  const late = dueAt !== null && Date.parse(dueAt) < now;
  const says =
    decision === null
      ? [t(answer === "queued" && late ? "bill.bad.answer.late" : `bill.bad.answer.${answer}`, { money, when })]
      : [t(`bill.bad.${decision}`, { money }), reason ? t(`bill.bad.reason.${reason}`) : ""];
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
