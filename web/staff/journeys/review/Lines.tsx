import type { accessReviews } from "#contracts/access-review.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { PersonChip } from "#web/ui/Person.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { Decide } from "./Decide.tsx";

type Page = AnswerOf<typeof accessReviews.accessReview>;
export type Review = NonNullable<Page["parts"][number]["review"]>;
export type Line = Page["parts"][number]["lines"][number];

/** Every role with its use; in a review that has begun with what was decided, or the way to decide. */
export function Lines(props: {
  caption: string;
  lines: readonly Line[];
  review: Review | null;
  mayReview: boolean;
  /** Nobody else could decide about the reader's own role. */
  onlyLead?: boolean;
  exportAs: string;
  onDone?: () => void;
}) {
  const { caption, lines, review, mayReview, onlyLead = false, exportAs, onDone = () => {} } = props;
  const { t } = useWords();
  const format = useFormat();
  const { zone, me, can } = useHere();
  const mayTake = (line: Line) => line.accountId !== me.accountId && (!line.role.endsWith("_administrator") || can("staff.manage"));
  const day = (at: string) => format.day(dayIn(at, zone), { month: "short", day: "numeric", year: "numeric" });
  const giver = (line: Line) => (line.grantedBy ? t("staff.review.given_by", { name: line.grantedBy }) : t("staff.review.given_at_setup"));
  const ways = (line: Line) => {
    const found = [
      ...(line.secondFactor ? [t("staff.review.way.code")] : []),
      ...(line.passkeys > 0 ? [t("staff.review.way.passkey", { count: line.passkeys })] : []),
      ...(line.signOn ? [t("staff.review.way.sign_on")] : []),
    ];
    return found.length > 0 ? found.join(", ") : t("staff.review.way.none");
  };
  const said = (line: Line): string => {
    if (line.decision) return t(`staff.review.${line.decision.what}`);
    if (line.ended) return t("staff.review.ended");
    return t(line.inReview ? "staff.review.waits" : "staff.review.new");
  };
  const columns: Column<Line>[] = [
    {
      id: "name",
      header: t("staff.review.person"),
      cell: (line) => (
        <PersonChip name={line.name} about={line.email} {...(line.accountId === me.accountId ? {} : { tone: "plain" as const })} />
      ),
      value: (line) => `${line.name} <${line.email}>`,
    },
    {
      id: "role",
      header: t("staff.staff.role"),
      cell: (line) => t(`staff.role.${line.role}`),
      value: (line) => t(`staff.role.${line.role}`),
    },
    {
      id: "since",
      header: t("staff.review.since"),
      cell: (line) => (
        <>
          <span className="nowrap">{day(line.grantedAt)}</span>
          <p className="soft">{giver(line)}</p>
        </>
      ),
      value: (line) => `${dayIn(line.grantedAt, zone)}, ${giver(line)}`,
    },
    {
      id: "used",
      header: t("staff.review.used"),
      cell: (line) => (
        <>
          <span className="nowrap">{line.lastSignInAt ? day(line.lastSignInAt) : t("staff.review.never")}</span>
          {line.unused && (
            <p>
              <Pill tone="warn">{t("staff.review.unused")}</Pill>
            </p>
          )}
        </>
      ),
      value: (line) =>
        `${line.lastSignInAt ? dayIn(line.lastSignInAt, zone) : t("staff.review.never")}${line.unused ? `, ${t("staff.review.unused")}` : ""}`,
    },
    { id: "ways", header: t("staff.review.ways"), cell: ways, value: ways },
  ];
  if (review?.openedAt)
    columns.push({
      id: "decision",
      header: t("staff.review.decision"),
      cell: (line) =>
        mayReview && review.state !== "done" && line.inReview && !line.decision && !line.ended ? (
          line.accountId === me.accountId && !onlyLead ? (
            <span className="soft">{t("staff.review.own")}</span>
          ) : (
            <Decide reviewId={review.id} line={line} mayTake={mayTake(line)} onDone={onDone} />
          )
        ) : (
          <>
            {line.decision ? (
              <Pill tone={line.decision.what === "confirmed" ? "good" : "stop"}>{said(line)}</Pill>
            ) : (
              <span className="soft">{said(line)}</span>
            )}
            {line.decision && (
              <p className="soft">
                {t(line.decision.byThemselves ? "staff.review.decided_alone" : "staff.review.decided_by", {
                  name: line.decision.by,
                  day: day(line.decision.at),
                })}
              </p>
            )}
          </>
        ),
      value: (line) =>
        `${said(line)}${line.decision ? `, ${line.decision.by}${line.decision.byThemselves ? `, ${t("staff.review.alone")}` : ""}, ${dayIn(line.decision.at, zone)}` : ""}`,
    });
  return <Table caption={caption} hideCaption columns={columns} rows={lines} rowId={(line) => line.grantId} exportAs={exportAs} />;
}
