import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { mergesStaff } from "#contracts/merges.ts";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { MergeDialog } from "./MergeDialog.tsx";
import type { Person } from "./Resident.tsx";

export type Found = AnswerOf<typeof mergesStaff.twinList>;
type Merge = Found["merges"][number];

/** Who may be the same person, with what speaks for it, and what was made one before. */
export function Twins({ person }: { person: Person }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone } = useHere();
  const params = { facilityId, residentId: person.id };
  const [twinId, setTwinId] = useState<string>();
  const [undoing, setUndoing] = useState<Merge>();
  const found = useQuery(reading(api.twinList, { params }));
  const { twins = [], merges = [] } = found.data ?? {};
  const twin = twins.find(({ id }) => id === twinId);
  if (twins.length === 0 && merges.length === 0) return null;
  const day = (at: string) => format.day(dayIn(at, zone), { year: "numeric", month: "short", day: "numeric" });
  return (
    <Part id="twins" title={t("staff.twins.title")}>
      <p className="soft part-lead">{t("staff.twins.lead")}</p>
      <ul className="list">
        {twins.map((one) => (
          <li key={one.id} className="spread">
            <span>
              <b>{one.name}</b>
              <br />
              <span className="soft">
                {one.bookingNumbers.join(", ")} · {one.why.map((why) => t(`staff.twins.why.${why}`)).join(" · ")}
              </span>
            </span>
            <Button
              kind="second"
              size="small"
              label={t("staff.twins.compare_with", { numbers: one.bookingNumbers.join(", ") })}
              onPress={() => setTwinId(one.id)}
            >
              {t("staff.twins.compare")}
            </Button>
          </li>
        ))}
        {merges.map((one, index) => (
          <li key={one.id} className="spread">
            <span>
              {t("staff.twins.merged", { name: one.name })}
              <br />
              <span className="soft">{day(one.madeAt)}</span>
            </span>
            {/* Of several the newest is taken apart first. */}
            {index === 0 && (
              <Button kind="second" size="small" onPress={() => setUndoing(one)}>
                {t("staff.twins.undo")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {twin && found.data && <MergeDialog self={found.data.self} twin={twin} day={day} onClose={() => setTwinId(undefined)} />}
      {undoing && <UndoDialog person={person} merge={undoing} onClose={() => setUndoing(undefined)} />}
    </Part>
  );
}

function UndoDialog({ person, merge, onClose }: { person: Person; merge: Merge; onClose: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const undo = useAct(api.unmergeResidents, {
    onDone: async () => {
      onClose();
      void toast(t("staff.twins.undone"));
      await queries.invalidateQueries();
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.twins.undo.ask")}
      actions={
        <>
          <Button
            isPending={undo.isPending}
            onPress={() => undo.mutate({ params: { facilityId, residentId: person.id, mergeId: merge.id } })}
          >
            {t("staff.twins.undo")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      <p>{t("staff.twins.undo.says", { name: merge.name })}</p>
      {undo.error && <Refusal problem={undo.error} />}
    </Dialog>
  );
}
