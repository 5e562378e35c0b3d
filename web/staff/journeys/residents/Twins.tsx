import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import type { Person } from "./Resident.tsx";

/** Who may be the same person, with what tells them apart, and what was made one before. */
export function Twins({ person }: { person: Person }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const params = { facilityId, residentId: person.id };
  const found = useQuery(reading(api.twinList, { params }));
  const again = () => queries.invalidateQueries();
  const merge = useAct(api.mergeResidents, { onDone: again });
  const undo = useAct(api.unmergeResidents, { onDone: again });
  const { twins = [], merges = [] } = found.data ?? {};
  if (twins.length === 0 && merges.length === 0) return null;
  const problem = merge.error ?? undo.error;
  return (
    <Part id="twins" title={t("staff.twins.title")}>
      {problem && <Refusal problem={problem} />}
      <ul className="list">
        {twins.map((twin) => (
          <li key={twin.id} className="spread">
            <span>
              <b>{twin.name}</b> · {twin.birthDate ?? t("staff.resident.unknown")}
              <br />
              <span className="soft">
                {twin.bookingNumbers.join(", ")} · {t("staff.twins.connections", { count: twin.connections })} ·{" "}
                {t(twin.here ? "staff.resident.here" : "staff.resident.away")}
              </span>
            </span>
            <Button
              kind="second"
              size="small"
              label={t("staff.twins.merge_for", { numbers: twin.bookingNumbers.join(", ") })}
              isPending={merge.isPending}
              onPress={() => merge.mutate({ params, body: { id: newId(), fromResidentId: twin.id } })}
            >
              {t("staff.twins.merge")}
            </Button>
          </li>
        ))}
        {merges.map((one) => (
          <li key={one.id} className="spread">
            <span>{t("staff.twins.merged", { name: one.name })}</span>
            <Button
              kind="second"
              size="small"
              isPending={undo.isPending}
              onPress={() => undo.mutate({ params: { ...params, mergeId: one.id } })}
            >
              {t("staff.twins.undo")}
            </Button>
          </li>
        ))}
      </ul>
    </Part>
  );
}
