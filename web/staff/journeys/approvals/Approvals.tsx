import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { connectionsStaff } from "#contracts/connections.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { reading, useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { useFilters } from "#web/staff/shell/filters.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { More } from "#web/staff/shell/More.tsx";
import { usePages } from "#web/staff/shell/pages.ts";
import { Head } from "#web/staff/shell/parts.tsx";
import { SearchField } from "#web/staff/shell/SearchField.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Decide } from "./Decide.tsx";
import { exportQueue } from "./export.ts";
import { KeysHelp } from "./KeysHelp.tsx";
import { useKeys } from "./keys.ts";
import { Manage } from "./Manage.tsx";
import { QueueList } from "./QueueList.tsx";
import { isListed, shows } from "./queue.rules.ts";
import { Request } from "./Request.tsx";

export type Connection = AnswerOf<typeof connectionsStaff.connectionQueue>["rows"][number];
const PAGE_SIZE = 50;

/** The queue: who waits, the one request looked at, and the decision with the words that both sides read. All of it by keys too. */
export default function Approvals() {
  const { t } = useWords();
  const { facilityId, can } = useHere();
  const [filters, change] = useFilters<"status" | "find" | "request" | "show">();
  const status = filters.status === "decided" ? "decided" : "waiting";
  const show = shows.find((one) => one === filters.show);
  const pages = usePages<Connection>([api.connectionQueue.id, { facilityId, status }], (after, signal) =>
    call(api.connectionQueue, { params: { facilityId }, query: { status, limit: PAGE_SIZE, ...(after ? { after } : {}) }, signal }),
  );
  usePageTitle(t("staff.approvals.title"));
  const find = filters.find ?? "";
  const narrowed = { status, find, show } as const;
  const rows = pages.rows?.filter((row) => isListed(row, narrowed));
  const chosenId = filters.request ?? rows?.[0]?.id;
  const at = rows?.findIndex(({ id }) => id === chosenId) ?? -1;
  const go = (row: Connection | undefined) => row && change({ request: row.id }, { replace: true });
  // Whoever asks for one by its address finds it also when it is in no list here.
  const request = useQuery({
    ...reading(api.connectionDetail, { params: { facilityId, connectionId: chosenId ?? "" } }),
    enabled: chosenId !== undefined,
    refetchOnWindowFocus: false,
    placeholderData: keepPreviousData,
  });
  const detail = request.data?.id === chosenId ? request.data : undefined;
  const waits = detail?.status === "requested" || detail?.status === "under_review";
  const deciding = waits && can("connection.decide");
  const [act, setAct] = useState<{ id: string; answer: "approve" | "reject"; asked: number }>();
  const [shownFor, setShownFor] = useState<string>();
  const [helping, setHelping] = useState(false);
  const reRead = { onDone: () => Promise.all([pages.again(), request.refetch()]) };
  const claim = useAct(api.claimConnection, reRead);
  const release = useAct(api.releaseConnection, reRead);
  const review = () => {
    if (!detail || !deciding) return;
    (detail.reviewer?.mine ? release : claim).mutate({ params: { facilityId, connectionId: detail.id } });
  };
  const answer = (how: "approve" | "reject") => detail && deciding && setAct({ id: detail.id, answer: how, asked: (act?.asked ?? 0) + 1 });
  useKeys({
    j: () => go(rows?.[at + 1]),
    k: () => go(rows?.[Math.max(0, at - 1)]),
    a: () => answer("approve"),
    r: () => answer("reject"),
    p: () => detail && setShownFor(detail.id),
    c: review,
    "?": () => setHelping(true),
  });
  const emptyTitle =
    find || show ? "staff.approvals.not_found" : status === "waiting" ? "staff.approvals.none" : "staff.approvals.none_decided";
  const overdue = pages.rows?.filter((row) => row.overdue).length ?? 0;
  return (
    <>
      <Head
        title={t("staff.approvals.title")}
        beside={
          pages.rows &&
          status === "waiting" && (
            <p className="soft now-words">
              {t("staff.approvals.count", { count: pages.rows.length })}
              {overdue > 0 && <b className="stop"> {t("staff.approvals.count_overdue", { count: overdue })}</b>}
            </p>
          )
        }
      >
        <Button kind="quiet" size="small" onPress={() => setHelping(true)}>
          <kbd>?</kbd> {t("staff.keys.title")}
        </Button>
        <Button kind="second" size="small" isDisabled={!rows?.length} onPress={() => void exportQueue(facilityId, narrowed, t)}>
          <Icon name="download" />
          {t("shared.table.export")}
        </Button>
        <SearchField
          label={t("staff.approvals.find")}
          value={filters.find ?? ""}
          onChange={(text) => change({ find: text, request: undefined }, { replace: true })}
        />
      </Head>
      <nav className="views" aria-label={t("staff.approvals.views")}>
        {(["waiting", "decided"] as const).map((view) => (
          <Go
            key={view}
            to={paths.approvals}
            {...(view === "decided" ? { search: { status: view } } : {})}
            current={view === status && !show}
          >
            {t(`staff.approvals.${view}`)}
          </Go>
        ))}
        {shows.map((one) => (
          <Go key={one} to={paths.approvals} search={{ show: one }} current={status === "waiting" && show === one}>
            {t(`staff.approvals.show.${one}`)}
          </Go>
        ))}
      </nav>
      {pages.error && <Refusal problem={pages.error} />}
      {(claim.error ?? release.error) && <Refusal problem={(claim.error ?? release.error)!} />}
      {!rows && !pages.error && <Skeleton height="20rem" />}
      <h2 className="hidden">{t(`staff.approvals.${status}`)}</h2>
      {rows?.length === 0 && !filters.request && (
        <Empty drawing="people" title={t(emptyTitle)}>
          {t(find || show ? "staff.approvals.not_found.more" : "staff.approvals.none.more")}
        </Empty>
      )}
      {rows && chosenId && (
        <div className="queue-cols">
          <div>
            {rows.length > 0 && <QueueList rows={rows} chosenId={chosenId} label={t(`staff.approvals.${status}`)} filters={filters} />}
            <More pages={pages} />
          </div>
          {request.error && <Refusal problem={request.error} />}
          {!detail && !request.error && <Skeleton height="32rem" />}
          {detail && (
            <Request
              key={detail.id}
              request={detail}
              shown={shownFor === detail.id}
              onShow={() => setShownFor(detail.id)}
              onClaim={deciding ? review : undefined}
            />
          )}
          {detail && deciding && (
            <Decide
              key={`decide ${detail.id}`}
              connection={detail}
              wish={act?.id === detail.id ? act : undefined}
              onDone={() => change({ request: (rows[at + 1] ?? rows[at - 1])?.id }, { replace: true })}
            />
          )}
          {detail && !waits && can("connection.decide") && <Manage key={`manage ${detail.id}`} request={detail} />}
        </div>
      )}
      <KeysHelp isOpen={helping} onClose={() => setHelping(false)} />
    </>
  );
}
