import { type Card, isOpen } from "#web/family/journeys/visits/visit-words.ts";
import { paths } from "#web/family/paths.ts";
import { Cost } from "#web/family/shell/Cost.tsx";
import { Go } from "#web/family/shell/Go.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { StepLine } from "#web/ui/Line.tsx";
import { PersonChip } from "#web/ui/Person.tsx";

/** The next visit: when, how near, and the one thing to do now. */
export function NextVisit({ visit, now }: { visit: Card; now: number }) {
  const { t } = useWords();
  const times = useTimes();
  const params = { visitId: visit.id };
  const minutes = Math.round((Date.parse(visit.endsAt) - Date.parse(visit.startsAt)) / 60_000);
  const open = isOpen(visit, now);
  const started = Date.parse(visit.startsAt) <= now;
  const left = (Date.parse(started ? visit.endsAt : visit.startsAt) - now) / 1000;
  return (
    <section className="card next" aria-labelledby="next">
      <h2 className="hidden" id="next">
        {t("family.next.title")}
      </h2>
      <PersonChip name={visit.withName} about={t("family.visit.kind", { minutes })} />
      <p className="when">
        <time dateTime={visit.startsAt}>
          {times.nearDay(visit.startsAt, visit.timeZone, now)}, <span className="nowrap">{times.time(visit.startsAt, visit.timeZone)}</span>
        </time>
      </p>
      <p className="soft">
        {times.where(visit.startsAt, visit.timeZone)} {visit.facilityName}.
      </p>
      {visit.bookedBy !== null && <p className="soft">{t("family.along", { who: visit.bookedBy })}</p>}
      <StepLine
        label={t("family.next.steps")}
        steps={[
          { label: t("family.status.booked"), state: "done" },
          { label: t(open ? "family.next.open" : "family.next.ready"), state: "now" },
          {
            label: started
              ? t("family.next.ends_in", { time: times.until(left) })
              : t("family.next.starts_in", { time: times.until(left) }),
          },
        ]}
      />
      <Go to={paths.live} params={params} look="button" wide>
        <Icon name="camera" />
        {t(open ? "family.next.join" : "family.next.check")}
      </Go>
      <p className="soft centre gap-2">
        {open ? t("family.next.join.more") : t("family.next.check.more", { time: times.time(visit.opensAt, visit.timeZone) })}
      </p>
      <p className="price">
        <Cost cost={visit.cost} />
      </p>
      <Go to={paths.visit} params={params} look="quiet">
        {t(visit.canCancel ? "family.next.change" : "family.next.see")}
      </Go>
    </section>
  );
}
