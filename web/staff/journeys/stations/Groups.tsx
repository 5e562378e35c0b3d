import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { stationGroupsStaff } from "#contracts/station-care.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { HoursGroups } from "./HoursGroups.tsx";

export type Group = AnswerOf<typeof stationGroupsStaff.stationGroups>[number];
const NAME_LENGTH_MAX = 40;

/** The groups of stations here, and which of them each weekly rule uses. */
export function Groups({ names }: { names: ReadonlyMap<string, string> }) {
  const { t } = useWords();
  const { facilityId, can } = useHere();
  const queries = useQueryClient();
  const groups = useQuery(reading(api.stationGroups, { params: { facilityId } }));
  const [naming, setNaming] = useState<Group | "new">();
  const [dissolving, setDissolving] = useState<Group>();
  const again = () => {
    setNaming(undefined);
    setDissolving(undefined);
    void queries.invalidateQueries({ queryKey: [api.stationGroups.id] });
  };
  const dissolve = useAct(api.dissolveStationGroup, { onDone: again });
  const manages = can("station.manage");
  return (
    <div className="station-parts">
      <Part
        id="groups"
        title={t("staff.stations.groups")}
        beside={
          manages && (
            <Button size="small" onPress={() => setNaming("new")}>
              <Icon name="plus" />
              {t("staff.groups.add")}
            </Button>
          )
        }
      >
        <p className="soft part-lead">{t("staff.groups.lead")}</p>
        {groups.error && <Refusal problem={groups.error} />}
        {!groups.data && !groups.error && <Skeleton height="8rem" />}
        {groups.data?.length === 0 && <p>{t("staff.groups.none")}</p>}
        <ul className="list">
          {groups.data?.map((group) => (
            <li key={group.id} className="spread">
              <div className="grow">
                <b>{group.name}</b>
                <p className="soft">{group.stationIds.map((id) => names.get(id) ?? "").join(", ") || t("staff.groups.empty")}</p>
              </div>
              {manages && (
                <>
                  <Button
                    kind="second"
                    size="small"
                    label={t("staff.groups.rename_for", { group: group.name })}
                    onPress={() => setNaming(group)}
                  >
                    {t("staff.groups.rename")}
                  </Button>
                  <Button
                    kind="stop-second"
                    size="small"
                    label={t("staff.groups.dissolve_for", { group: group.name })}
                    onPress={() => {
                      dissolve.reset();
                      setDissolving(group);
                    }}
                  >
                    {t("staff.groups.dissolve")}
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      </Part>
      <HoursGroups groups={groups.data ?? []} />
      {naming && <NameGroup group={naming === "new" ? undefined : naming} onDone={again} onClose={() => setNaming(undefined)} />}
      <Dialog
        isOpen={dissolving !== undefined}
        onClose={() => setDissolving(undefined)}
        title={t("staff.groups.dissolve.title", { group: dissolving?.name ?? "" })}
        actions={
          <>
            <Button
              kind="stop"
              isPending={dissolve.isPending}
              onPress={() => dissolving && dissolve.mutate({ params: { facilityId, groupId: dissolving.id } })}
            >
              {t("staff.groups.dissolve")}
            </Button>
            <Button kind="second" onPress={() => setDissolving(undefined)}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t("staff.groups.dissolve.lost")}</p>
        {dissolve.error && <Refusal problem={dissolve.error} />}
      </Dialog>
    </div>
  );
}

function NameGroup({ group, onDone, onClose }: { group: Group | undefined; onDone: () => void; onClose: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const [id] = useState(newId);
  const [name, setName] = useState(group?.name ?? "");
  const [tried, setTried] = useState(false);
  const add = useAct(api.addStationGroup, { onDone });
  const rename = useAct(api.renameStationGroup, { onDone });
  const problem = add.error ?? rename.error;
  const send = () => {
    setTried(true);
    const words = name.trim();
    if (words === "") return;
    if (group) rename.mutate({ params: { facilityId, groupId: group.id }, body: { name: words } });
    else add.mutate({ params: { facilityId }, body: { id, name: words } });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={group ? t("staff.groups.rename_for", { group: group.name }) : t("staff.groups.add")}
      actions={
        <>
          <Button isPending={add.isPending || rename.isPending} onPress={send}>
            {t("staff.save")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      {problem && <Refusal problem={problem} />}
      <TextField
        label={t("staff.groups.name")}
        hint={t("staff.groups.name.hint")}
        value={name}
        onChange={setName}
        maxLength={NAME_LENGTH_MAX}
        wrong={tried && name.trim() === "" ? t("shared.field.required") : undefined}
        autoFocus
      />
    </Dialog>
  );
}
