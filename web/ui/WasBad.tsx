import { useState } from "react";
import type { Bill } from "#contracts/bills.ts";
import { complaintWhats, creditLimits } from "#contracts/credit-limits.ts";
import type { Problem } from "#web/client/problem.ts";
import type { bill as words } from "#web/words/en/bill.ts";
import { useWords } from "#web/words/words.tsx";
import { Button } from "./Button.tsx";
import { RadioGroup } from "./Choice.tsx";
import { Said } from "./ComplaintSaid.tsx";
import { Dialog } from "./Dialog.tsx";
import { dayIn, useFormat } from "./format.ts";
import { Refusal } from "./Refusal.tsx";

type BillId = keyof typeof words;
type What = (typeof complaintWhats)[number];
/** How this app says it. */
export interface SayBad {
  isPending: boolean;
  error: Problem | null;
  reset: () => void;
  send: (what: What) => void;
}

/** Saying once that a visit was bad, and what was answered. */
export function WasBad({ bill, zone, say }: { bill: Bill; zone: string; say: SayBad }) {
  const { t } = useWords<BillId>();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const [what, setWhat] = useState<What | "">("");
  const [tried, setTried] = useState(false);
  if (bill.complaint) return <Said complaint={bill.complaint} zone={zone} />;
  if (bill.complainUntil === null) return null;
  const close = () => {
    setAsking(false);
    setTried(false);
    say.reset();
  };
  const send = () => {
    setTried(true);
    if (what) say.send(what);
  };
  return (
    <div className="gap-5">
      <p className="soft">
        {t("bill.bad.lead", { day: format.dayInside(dayIn(bill.complainUntil, zone), { month: "long", day: "numeric" }) })}
      </p>
      <p className="gap-2">
        <Button kind="second" wide onPress={() => setAsking(true)}>
          {t("bill.bad")}
        </Button>
      </p>
      <Dialog
        isOpen={asking}
        onClose={close}
        title={t("bill.bad.title")}
        actions={
          <>
            <Button isPending={say.isPending} onPress={send}>
              {t("bill.bad.send")}
            </Button>
            <Button kind="second" onPress={close}>
              {t("bill.bad.no")}
            </Button>
          </>
        }
      >
        <p>{t("bill.bad.more", { hours: creditLimits.complaintHours })}</p>
        {say.error && <Refusal problem={say.error} />}
        <RadioGroup<What>
          label={t("bill.bad.what")}
          hideLabel
          wrong={tried && !what ? t("bill.bad.choose") : undefined}
          value={what}
          onChange={setWhat}
          options={complaintWhats.map((value) => ({ value, label: t(`bill.bad.what.${value}`) }))}
        />
      </Dialog>
    </div>
  );
}
