import { useState } from "react";
import type { accessReviews } from "#contracts/access-review.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { Lines, type Review } from "./Lines.tsx";

type Shown = AnswerOf<typeof accessReviews.accessReview>["parts"][number];
/** `2026-Q4` as it is read out. */
export const quarterWords = (quarter: string): string => quarter.replace(/^(\d+)-(Q\d)$/, "$2 $1");

/** The roles of the facility, or of the whole agency, with the review that stands over them. */
export function ReviewPart({ shown, onDone }: { shown: Shown; onDone: () => void }) {
  const { t } = useWords();
  const { facilityId, facility, me } = useHere();
  const { scope, review, lines, mayReview, canBegin, onlyLead } = shown;
  const [id] = useState(newId);
  const begin = useAct(api.beginReview, {
    onDone: () => {
      void toast(t("staff.review.begun"));
      onDone();
    },
  });
  const finish = useAct(api.finishReview, {
    onDone: () => {
      void toast(t("staff.review.finished"));
      onDone();
    },
  });
  const left = lines.filter((line) => line.inReview && !line.decision && !line.ended);
  const onlyOwn = left.length > 0 && left.every(({ accountId }) => accountId === me.accountId);
  const unused = lines.filter((line) => line.unused && !line.ended).length;
  const title = scope === "facility" ? t("staff.review.facility", { facility: facility.name }) : t("staff.review.agency");
  const act = !mayReview ? null : review?.openedAt ? (
    <Button
      size="small"
      isDisabled={left.length > 0}
      isPending={finish.isPending}
      onPress={() => finish.mutate({ params: { facilityId, reviewId: review.id } })}
    >
      {t("staff.review.finish")}
    </Button>
  ) : !canBegin ? null : (
    <Button
      size="small"
      {...(review ? {} : { kind: "second" as const })}
      isPending={begin.isPending}
      onPress={() => begin.mutate({ params: { facilityId }, body: { id, scope } })}
    >
      {t(review ? "staff.review.begin" : "staff.review.begin_early")}
    </Button>
  );
  return (
    <Part id={`review-${scope}`} title={title} beside={act}>
      <Standing review={review} nextOn={shown.nextOn} left={left.length} />
      {onlyOwn && mayReview && <p className="soft">{t(onlyLead ? "staff.review.only_lead" : "staff.review.only_own")}</p>}
      {unused > 0 && <p className="soft">{t("staff.review.unused_count", { count: unused })}</p>}
      {begin.error && <Refusal problem={begin.error} />}
      {finish.error && <Refusal problem={finish.error} />}
      <Lines
        caption={t("staff.review.lines", { title })}
        lines={lines}
        review={review}
        mayReview={mayReview}
        onlyLead={onlyLead}
        exportAs={`roles-${scope}${review ? `-${review.quarter}` : ""}`}
        onDone={onDone}
      />
    </Part>
  );
}

function Standing({ review, nextOn, left }: { review: Review | null; nextOn: string; left: number }) {
  const { t } = useWords();
  const format = useFormat();
  const { zone } = useHere();
  const day = (on: string) => format.day(on, { month: "long", day: "numeric", year: "numeric" });
  if (!review) return <p className="soft">{t("staff.review.next", { day: day(nextOn) })}</p>;
  const late = review.state === "overdue";
  const words = { quarter: quarterWords(review.quarter), day: day(review.doBy) };
  return (
    <>
      <p>{late ? <Pill tone="warn">{t("staff.review.overdue", words)}</Pill> : t("staff.review.due", words)}</p>
      {review.openedAt && (
        <p className="soft">{t("staff.review.going", { by: review.openedBy ?? "–", day: day(dayIn(review.openedAt, zone)), left })}</p>
      )}
    </>
  );
}
