import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { type Id, useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { toast } from "#web/ui/toast.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import type { VisitOfPage } from "./Visit.tsx";

/** A kiosk says each minute that it is there; one that was not heard for so long is worth a look before somebody is sent to it. */
const SILENT_MS = 5 * 60_000;

/** Moves a visit that is still to come to another free station; the ones that cannot be had say why. */
export function MoveVisit({ visit }: { visit: VisitOfPage }) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="second" size="small" onPress={() => setAsking(true)}>
        {t("staff.move.ask")}
      </Button>
      {asking && <Choose visit={visit} onClose={() => setAsking(false)} />}
    </>
  );
}

function Choose({ visit, onClose }: { visit: VisitOfPage; onClose: () => void }) {
  const { t } = useWords();
  const format = useFormat();
  const now = useNow(60_000);
  const { facilityId, zone } = useHere();
  const queries = useQueryClient();
  const [stationId, setStationId] = useState("");
  const [tried, setTried] = useState(false);
  // Where the dialog was opened: whoever moved the visit meanwhile is not overruled unseen.
  const [fromStationId] = useState(visit.stationId);
  const params = { facilityId, visitId: visit.id };
  const stations = useQuery(reading(api.stationChoices, { params }));
  const move = useAct(api.moveVisit, {
    onDone: async () => {
      onClose();
      void toast(t("staff.move.done"));
      await queries.invalidateQueries();
    },
  });
  const free = stations.data?.filter(({ why }) => why.length === 0) ?? [];
  const not = stations.data?.filter(({ why }) => why.length > 0) ?? [];
  const named = (station: { name: string; unit: string | null }) => (station.unit ? `${station.name}, ${station.unit}` : station.name);
  const heard = (at: string | null) => at !== null && now - Date.parse(at) <= SILENT_MS;
  const send = () => {
    setTried(true);
    if (stationId) move.mutate({ params, body: { stationId, fromStationId } });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.move.title", { resident: visit.residentName, time: format.time(visit.startsAt, zone) })}
      actions={
        <>
          {free.length > 0 && (
            <Button isPending={move.isPending} onPress={send}>
              {t("staff.move.act")}
            </Button>
          )}
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      <p>{t("staff.move.lead", { station: visit.stationName })}</p>
      {stations.error && <Refusal problem={stations.error} />}
      {move.error && <Refusal problem={move.error} />}
      {!stations.data && !stations.error && <Waiting />}
      {stations.data && free.length === 0 && <p>{t("staff.move.none")}</p>}
      {free.length > 0 && (
        <RadioGroup
          label={t("staff.move.to")}
          wrong={tried && !stationId ? t("shared.choose") : undefined}
          value={stationId}
          onChange={setStationId}
          options={free.map((station) => ({
            value: station.id,
            label: (
              <>
                {named(station)}
                {!heard(station.lastSeenAt) && <span className="soft"> {t("staff.move.silent")}</span>}
              </>
            ),
          }))}
        />
      )}
      {not.length > 0 && (
        <details>
          <summary>{t("staff.move.not", { count: not.length })}</summary>
          <ul className="list gap-2">
            {not.map((station) => (
              <li key={station.id}>
                {named(station)}
                <span className="soft">: {station.why.map((code) => t(`staff.move.${code}` as Id)).join(", ")}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {stationId && (
        <p className="told">
          <b>{t("staff.told")}</b> {t("live.record.station_changed")}. {t("live.record.station_changed.staff_choice")}
        </p>
      )}
    </Dialog>
  );
}
