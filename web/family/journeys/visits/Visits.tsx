import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Part } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { VisitRow } from "./VisitRow.tsx";
import { type Card, isComing } from "./visit-words.ts";

/** So few that one sees them all need no search. */
const SEARCH_FROM = 6;

/** All visits of the reader: the coming ones, then the past ones. */
export default function Visits() {
  const { t } = useWords();
  const times = useTimes();
  const now = useNow(30_000);
  const [text, setText] = useState("");
  const visits = useQuery(reading(api.ownVisits));
  usePageTitle(t("family.visits.title"));
  if (!visits.data && !visits.error) return <Waiting />;
  const all = visits.data ?? [];
  const sought = text.trim().toLocaleLowerCase();
  const fits = (visit: Card) => `${visit.withName} ${visit.facilityName} ${times.day(visit.day)}`.toLocaleLowerCase().includes(sought);
  const coming = all.filter((visit) => isComing(visit, now) && fits(visit));
  const past = all.filter((visit) => !isComing(visit, now) && fits(visit));
  return (
    <>
      <h1>{t("family.visits.title")}</h1>
      <Rule />
      <div className="stack gap-6">
        {visits.error && <Refusal problem={visits.error} />}
        {visits.data && all.length === 0 ? (
          <Empty
            drawing="visits"
            title={t("family.home.empty")}
            action={
              <Go to={paths.book} look="button">
                {t("family.book.act")}
              </Go>
            }
          >
            {t("family.home.empty.more")}
          </Empty>
        ) : (
          <Go to={paths.book} look="button" wide>
            <Icon name="calendar" />
            {t("family.book.act")}
          </Go>
        )}
        {all.length >= SEARCH_FROM && (
          <TextField label={t("shared.table.search")} type="search" inputMode="search" value={text} onChange={setText} />
        )}
        {sought !== "" && (
          <p role="status" className={coming.length + past.length === 0 ? "" : "hidden"}>
            {coming.length + past.length === 0
              ? t("shared.table.none", { text })
              : t("family.visits.found", { count: coming.length + past.length })}
          </p>
        )}
      </div>
      {coming.length > 0 && (
        <Part id="coming" title={t("family.visits.coming")}>
          <List visits={coming} now={now} />
        </Part>
      )}
      {past.length > 0 && (
        <Part id="past" title={t("family.visits.past")}>
          <List visits={past} now={now} />
        </Part>
      )}
    </>
  );
}

function List({ visits, now }: { visits: readonly Card[]; now: number }) {
  return (
    <ul className="list rows card">
      {visits.map((visit) => (
        <li key={visit.id}>
          <VisitRow visit={visit} now={now} />
        </li>
      ))}
    </ul>
  );
}
