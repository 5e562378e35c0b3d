import { useQueryClient } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Part } from "#web/family/shell/parts.tsx";
import { VisitBill as Shared } from "#web/shell/VisitBill.tsx";

/** The visit's bill on a family's page. */
export function VisitBill({ visitId, zone }: { visitId: string; zone: string }) {
  const queries = useQueryClient();
  const say = useAct(api.complainOutside, { onDone: () => queries.invalidateQueries() });
  return (
    <Shared
      visitId={visitId}
      zone={zone}
      asked={reading(api.ownBill, { params: { visitId } })}
      say={say}
      part={(title, bill) => (
        <Part id="bill" title={title}>
          <div className="card">{bill}</div>
        </Part>
      )}
    />
  );
}
