import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { LIST_MAX } from "#contracts/roster.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { type Id, useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { PasswordField, Select, TextField } from "#web/ui/Field.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { knows } from "#web/words/words.tsx";
import type { RosterPage } from "./Roster.tsx";

type Feed = RosterPage["feeds"][number];
/** What a refusal of a list that is too long says; which columns are missing is seen when the list is sent by hand. */
const limits = { peopleMax: LIST_MAX.people, staysMax: LIST_MAX.stays, rowsMax: LIST_MAX.rows, columns: "…" };

/** Places where the jail's system leaves its lists, each looked at every fifteen minutes. */
export function Feeds({ page }: { page: RosterPage }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone, can } = useHere();
  const queries = useQueryClient();
  const remove = useAct(api.removeRosterFeed, { onDone: () => queries.invalidateQueries({ queryKey: [api.rosterPage.id] }) });
  const when = (at: string | null) =>
    at === null ? "–" : `${format.day(dayIn(at, zone), { month: "short", day: "numeric" })}, ${format.time(at, zone)}`;
  const columns: Column<Feed>[] = [
    {
      id: "place",
      header: t("staff.roster.feed.place"),
      cell: (row) => (
        <>
          <b className="person-words">{row.place}</b>
          <p className="soft">
            {t(`staff.roster.way.${row.way}`)}, {row.source}, {t(`staff.roster.kind.${row.kind}.short`)}
          </p>
        </>
      ),
      value: (row) => row.place,
    },
    { id: "tried", header: t("staff.roster.feed.tried"), cell: (row) => when(row.triedAt), value: (row) => row.triedAt ?? "" },
    { id: "taken", header: t("staff.roster.feed.taken"), cell: (row) => when(row.takenAt), value: (row) => row.takenAt ?? "" },
    {
      id: "state",
      header: t("staff.roster.feed.state"),
      cell: (row) =>
        row.problems.length > 0 ? (
          row.problems.map((code) => (
            <p key={code}>
              <Pill tone="stop">{t("staff.roster.feed.failed")}</Pill> {t((knows(code) ? code : "server.broken") as Id)}{" "}
              <span className="soft">{t(`${knows(code) ? code : "server.broken"}.more` as Id, limits)}</span>
            </p>
          ))
        ) : (
          <Pill tone={row.triedAt ? "good" : "line"}>{t(row.triedAt ? "staff.roster.feed.good" : "staff.roster.feed.never")}</Pill>
        ),
    },
  ];
  if (can("roster.manage"))
    columns.push({
      id: "acts",
      header: t("staff.table.acts"),
      cell: (row) => (
        <Button
          kind="second"
          size="small"
          label={t("staff.roster.feed.remove_for", { place: row.place })}
          isPending={remove.isPending && remove.variables.params.feedId === row.id}
          onPress={() => remove.mutate({ params: { facilityId, feedId: row.id } })}
        >
          {t("staff.roster.feed.remove")}
        </Button>
      ),
    });
  return (
    <Part id="feeds" title={t("staff.roster.feeds")} beside={can("roster.manage") && <AddFeed page={page} />}>
      <p className="soft part-lead">{t("staff.roster.feeds.lead")}</p>
      {remove.error && <Refusal problem={remove.error} />}
      <Table
        caption={t("staff.roster.feeds.table")}
        hideCaption
        columns={columns}
        rows={page.feeds}
        rowId={(row) => row.id}
        empty={<p>{t("staff.roster.feeds.none")}</p>}
      />
    </Part>
  );
}

function AddFeed({ page }: { page: RosterPage }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [id, setId] = useState(newId);
  const [way, setWay] = useState<"folder" | "https">(page.folder ? "folder" : "https");
  const [source, setSource] = useState(page.mappings[0]?.mapping.name ?? "");
  const [kind, setKind] = useState<"full" | "delta">("full");
  const [place, setPlace] = useState("");
  const [secret, setSecret] = useState("");
  const add = useAct(api.addRosterFeed, {
    onDone: async () => {
      setOpen(false);
      setId(newId());
      setPlace("");
      setSecret("");
      await queries.invalidateQueries({ queryKey: [api.rosterPage.id] });
    },
  });
  const shared = { id, source, kind, place: place.trim() };
  const body = way === "folder" ? { ...shared, way } : { ...shared, way, ...(secret ? { secret } : {}) };
  return (
    <>
      <Button kind="second" size="small" onPress={() => setOpen(true)}>
        {t("staff.roster.feed.add")}
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t("staff.roster.feed.add")}
        actions={
          <>
            <Button type="submit" form="add-feed" isPending={add.isPending}>
              {t("staff.roster.feed.add.act")}
            </Button>
            <Button kind="second" onPress={() => setOpen(false)}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <form
          id="add-feed"
          className="stack"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            add.mutate({ params: { facilityId }, body });
          }}
        >
          {add.error && <Refusal problem={add.error} />}
          <Select
            label={t("staff.roster.feed.way")}
            hint={page.folder ? undefined : t("staff.roster.feed.no_folder")}
            value={way}
            onChange={setWay}
            options={(["folder", "https"] as const).map((value) => ({ value, label: t(`staff.roster.way.${value}`) }))}
          />
          <TextField
            label={t(way === "folder" ? "staff.roster.feed.file" : "staff.roster.feed.address")}
            value={place}
            onChange={setPlace}
            isRequired
            maxLength={way === "folder" ? 100 : 500}
          />
          {way === "https" && (
            <PasswordField
              label={t("staff.roster.feed.secret")}
              hint={t("staff.roster.feed.secret.hint")}
              value={secret}
              onChange={setSecret}
              autoComplete="off"
            />
          )}
          <Select
            label={t("staff.roster.mapping")}
            value={source}
            onChange={setSource}
            options={page.mappings.map(({ mapping: { name } }) => ({ value: name, label: name }))}
          />
          <Select
            label={t("staff.roster.kind")}
            value={kind}
            onChange={setKind}
            options={(["full", "delta"] as const).map((value) => ({ value, label: t(`staff.roster.kind.${value}`) }))}
          />
        </form>
      </Dialog>
    </>
  );
}
