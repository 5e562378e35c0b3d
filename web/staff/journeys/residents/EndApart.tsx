import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { keepApartStaff } from "#contracts/keep-apart.ts";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import type { Person } from "./Resident.tsx";

export type ApartRow = AnswerOf<typeof keepApartStaff.keepApartList>[number] & { kind: "resident" | "contact" };

/** Asks before two people may meet again, and names the visits that are flagged because of somebody they must not meet. */
export function EndApart({ person, row, onClose }: { person: Person; row: ApartRow; onClose: () => void }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone } = useHere();
  const queries = useQueryClient();
  const flags = useQuery(reading(api.flagList, { params: { facilityId } }));
  const done = async () => {
    onClose();
    void toast(t("staff.apart.ended"));
    await queries.invalidateQueries();
  };
  const resident = useAct(api.endKeepApart, { onDone: done });
  const contact = useAct(api.endContactKeepApart, { onDone: done });
  const end = row.kind === "resident" ? resident : contact;
  const theirs = flags.data?.filter((flag) => flag.reason === "keep_apart" && flag.residentId === person.id) ?? [];
  const name = row.otherName ?? t("staff.apart.elsewhere");
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.apart.end.ask", { name: person.name, other: name })}
      actions={
        <>
          <Button
            kind="stop"
            isPending={end.isPending}
            onPress={() => end.mutate({ params: { facilityId, residentId: person.id, keepApartId: row.id } })}
          >
            {t("staff.apart.end.act")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      <p>{t("staff.apart.end.says")}</p>
      {end.error && <Refusal problem={end.error} />}
      {theirs.length > 0 && (
        <>
          <p>{t("staff.apart.end.flags", { count: theirs.length })}</p>
          <ul>
            {theirs.map((flag) => (
              <li key={flag.id}>
                {format.day(dayIn(flag.startsAt, zone))}, {format.time(flag.startsAt, zone)}: {flag.contactName}
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
