import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Bill } from "#web/ui/Bill.tsx";
import { Said } from "#web/ui/ComplaintSaid.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";

/** What a visit cost, payer by payer, with its credits and what was said of it. */
export function StaffBill({ visitId, zone }: { visitId: string; zone: string }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const { data, error } = useQuery(reading(api.staffBill, { params: { facilityId, visitId } }));
  const bill = data?.bill;
  if (!bill && !error) return null;
  return (
    <section className="card" aria-labelledby="bill">
      <h2 id="bill">{t(bill?.charge ? "bill.title.was" : "bill.title")}</h2>
      {error && <Refusal problem={error} />}
      {bill && <Bill bill={bill} />}
      {bill?.complaint && <Said complaint={bill.complaint} zone={zone} />}
    </section>
  );
}
