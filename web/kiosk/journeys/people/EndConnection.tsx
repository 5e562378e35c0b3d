import { useQueryClient } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useWords } from "#web/kiosk/words.ts";
import { Ending } from "./Ending.tsx";
import type { Connection } from "./standing.ts";

/** Ends a connection; asks first, since booked visits go with it and the other side is told. */
export function EndConnection({ person }: { person: Connection }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const end = useAct(api.endInsideConnection, { onDone: () => queries.invalidateQueries() });
  const name = person.contactName ?? t(`kiosk.person.${person.relationship}`);
  return (
    <Ending
      kind="stop-second"
      words={{ open: t("kiosk.end.open"), title: t("kiosk.end.title", { name }), yes: t("kiosk.end.yes"), no: t("kiosk.end.no") }}
      act={end}
      onYes={(close) => end.mutate({ params: { connectionId: person.id } }, { onSuccess: close })}
    >
      <p>{t("kiosk.end.lost", { name })}</p>
      <p>{t("kiosk.end.told", { name })}</p>
    </Ending>
  );
}
