import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { stationGroupsStaff } from "#contracts/station-care.ts";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import type { Group } from "./Groups.tsx";

type Hours = AnswerOf<typeof stationGroupsStaff.templateGroups>[number];
const STATIONS_MAX = 500;

/** Which groups of stations each weekly rule uses, and how many at a time. */
export function HoursGroups({ groups }: { groups: readonly Group[] }) {
  const { t, locale } = useWords();
  const { facilityId, can } = useHere();
  const queries = useQueryClient();
  const [changing, setChanging] = useState<Hours>();
  const list = useQuery(reading(api.templateGroups, { params: { facilityId } }));
  const nameOf = (id: string) => groups.find((group) => group.id === id)?.name ?? "";
  const words = ({ groupId, stations }: Hours["groups"][number]) =>
    stations === null
      ? t("staff.groups.hours.whole", { group: nameOf(groupId) })
      : t("staff.groups.hours.some", { group: nameOf(groupId), count: stations });
  return (
    <Part id="groups-hours" title={t("staff.groups.hours")}>
      <p className="soft part-lead">{t("staff.groups.hours.lead")}</p>
      {list.error && <Refusal problem={list.error} />}
      {list.data?.length === 0 && <p>{t("staff.groups.hours.none")}</p>}
      <ul className="list">
        {list.data?.map((hours) => (
          <li key={hours.id} className="spread">
            <div className="grow">
              <b>{hours.name[locale]}</b>
              <p className="soft">{hours.groups.length === 0 ? t("staff.groups.hours.all") : hours.groups.map(words).join("; ")}</p>
            </div>
            {can("station.manage") && groups.length > 0 && (
              <Button
                kind="second"
                size="small"
                label={t("staff.groups.hours.change_for", { name: hours.name[locale] })}
                onPress={() => setChanging(hours)}
              >
                {t("staff.groups.hours.change")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {changing && (
        <ChangeHours
          hours={changing}
          groups={groups}
          onClose={() => setChanging(undefined)}
          onDone={() => {
            setChanging(undefined);
            void queries.invalidateQueries({ queryKey: [api.templateGroups.id] });
          }}
        />
      )}
    </Part>
  );
}

function ChangeHours(props: { hours: Hours; groups: readonly Group[]; onDone: () => void; onClose: () => void }) {
  const { hours, groups, onDone, onClose } = props;
  const { t, locale } = useWords();
  const { facilityId } = useHere();
  const all = t("staff.groups.hours.word");
  const [shares, setShares] = useState<Record<string, string>>(() =>
    Object.fromEntries(hours.groups.map(({ groupId, stations }) => [groupId, stations === null ? all : String(stations)])),
  );
  const set = useAct(api.setTemplateGroups, { onDone });
  const shareOf = (text: string): number | null | undefined => {
    if (text.trim().toLocaleLowerCase(locale) === all) return null;
    const count = Number(text);
    return Number.isInteger(count) && count >= 1 && count <= STATIONS_MAX ? count : undefined;
  };
  const filled = Object.entries(shares).filter(([, text]) => text.trim() !== "");
  const wrong = filled.filter(([, text]) => shareOf(text) === undefined).map(([id]) => id);
  const send = () => {
    if (wrong.length > 0) return;
    const wanted = filled.map(([groupId, text]) => ({ groupId, stations: shareOf(text) ?? null }));
    set.mutate({ params: { facilityId, sessionTemplateId: hours.id }, body: { groups: wanted } });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.groups.hours.title", { name: hours.name[locale] })}
      actions={
        <>
          <Button isPending={set.isPending} onPress={send}>
            {t("staff.save")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      {set.error && <Refusal problem={set.error} />}
      {groups.map((group) => (
        <TextField
          key={group.id}
          label={t("staff.groups.hours.share", { group: group.name })}
          hint={t("staff.groups.hours.share.hint")}
          value={shares[group.id] ?? ""}
          onChange={(text) => setShares({ ...shares, [group.id]: text })}
          wrong={wrong.includes(group.id) ? t("staff.groups.hours.wrong") : undefined}
        />
      ))}
    </Dialog>
  );
}
