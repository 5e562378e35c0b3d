import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { accessReviews } from "#contracts/access-review.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { useFilters } from "#web/staff/shell/filters.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { Head, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Lines } from "./Lines.tsx";
import { quarterWords, ReviewPart } from "./Part.tsx";

type Done = AnswerOf<typeof accessReviews.accessReview>["done"][number];
const REFRESH_MS = 30_000;

/** Who may do what here, on one page: looked at again every quarter, line by line, and kept with every decision. */
export default function Review() {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [filters] = useFilters<"review">();
  const page = useQuery({ ...reading(api.accessReview, { params: { facilityId } }), refetchInterval: REFRESH_MS });
  const again = () =>
    queries.invalidateQueries({ predicate: ({ queryKey }) => [api.accessReview.id, api.board.id].includes(queryKey[0] as never) });
  usePageTitle(t("staff.review.title"));
  if (filters.review) return <OneDone reviewId={filters.review} />;
  return (
    <>
      <Head title={t("staff.review.title")} beside={<p className="soft now-words">{t("staff.review.lead")}</p>} />
      {page.error && <Refusal problem={page.error} />}
      {!page.data && !page.error && <Skeleton height="20rem" />}
      <div className="stack">
        {page.data?.parts.map((shown) => (
          <ReviewPart key={shown.scope} shown={shown} onDone={again} />
        ))}
        {page.data && <AllDone rows={page.data.done} />}
      </div>
    </>
  );
}

function AllDone({ rows }: { rows: readonly Done[] }) {
  const { t } = useWords();
  const format = useFormat();
  const { zone, facility } = useHere();
  const scope = (row: Done) =>
    row.scope === "agency" ? t("staff.review.agency") : t("staff.review.facility", { facility: facility.name });
  const day = (row: Done) => (row.doneAt ? dayIn(row.doneAt, zone) : "");
  const columns: Column<Done>[] = [
    {
      id: "quarter",
      header: t("staff.review.done.quarter"),
      cell: (row) => (
        <Go to={paths.review} search={{ review: row.id }} label={t("staff.review.done.see", { quarter: quarterWords(row.quarter) })}>
          <b>{quarterWords(row.quarter)}</b>
        </Go>
      ),
      value: (row) => row.quarter,
    },
    { id: "scope", header: t("staff.staff.role"), cell: scope, value: scope },
    {
      id: "on",
      header: t("staff.review.done.on"),
      cell: (row) => day(row) && format.day(day(row), { month: "long", day: "numeric", year: "numeric" }),
      value: day,
    },
    { id: "by", header: t("staff.review.done.by"), cell: (row) => row.doneBy ?? "–", value: (row) => row.doneBy ?? "" },
    { id: "confirmed", header: t("staff.review.done.confirmed"), cell: (row) => row.confirmed, value: (row) => row.confirmed, num: true },
    { id: "taken", header: t("staff.review.done.taken_away"), cell: (row) => row.takenAway, value: (row) => row.takenAway, num: true },
  ];
  return (
    <Part id="reviews-done" title={t("staff.review.done")}>
      <Table
        caption={t("staff.review.done.table")}
        hideCaption
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        exportAs="reviews"
        empty={<p className="soft">{t("staff.review.done.none")}</p>}
      />
    </Part>
  );
}

function OneDone({ reviewId }: { reviewId: string }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone } = useHere();
  const found = useQuery(reading(api.doneReview, { params: { facilityId, reviewId } }));
  const review = found.data?.review;
  const title = t("staff.review.done.title", { quarter: review ? quarterWords(review.quarter) : "" });
  return (
    <>
      <p className="back">
        <Go to={paths.review} look="quiet">
          <Icon name="back-arrow" />
          {t("staff.review.done.back")}
        </Go>
      </p>
      <Head title={title} />
      {found.error && <Refusal problem={found.error} />}
      {!review && !found.error && <Skeleton height="20rem" />}
      {review && found.data && (
        <section className="card">
          {review.doneAt && (
            <p className="soft part-lead">
              {t("staff.review.done.said", {
                by: review.doneBy ?? "–",
                day: format.day(dayIn(review.doneAt, zone), { month: "long", day: "numeric", year: "numeric" }),
              })}
            </p>
          )}
          <Lines caption={title} lines={found.data.lines} review={review} mayReview={false} exportAs={`review-${review.quarter}`} />
        </section>
      )}
    </>
  );
}
