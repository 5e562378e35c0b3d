import { useQueryClient } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { VisitBill as Shared } from "#web/shell/VisitBill.tsx";

/** The visit's bill at a kiosk, from where no other page can be opened. */
export function VisitBill({ visitId, zone }: { visitId: string; zone: string }) {
  const queries = useQueryClient();
  const say = useAct(api.complainInside, { onDone: () => queries.invalidateQueries() });
  return (
    <Shared
      visitId={visitId}
      zone={zone}
      asked={reading(api.insideBill, { params: { visitId } })}
      say={say}
      publicRule={null}
      part={(title, bill) => (
        <section className="stack" aria-labelledby="bill">
          <h2 id="bill">{title}</h2>
          {bill}
        </section>
      )}
    />
  );
}
