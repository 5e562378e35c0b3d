import { type Id, useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Timeline } from "#web/ui/Line.tsx";
import type { Person } from "./Resident.tsx";

/** One stay with its events, the oldest first, as a line from the first to the last. */
export function Stay({ stay, zone, onTakeBack }: { stay: Person["stays"][number]; zone: string; onTakeBack: (() => void) | undefined }) {
  const { t } = useWords();
  const format = useFormat();
  const day = (at: string) => format.day(dayIn(at, zone), { year: "numeric", month: "short", day: "numeric" });
  return (
    <section className="stay" aria-label={t("staff.stay.number", { number: stay.bookingNumber })}>
      <h3 className="gap-1">{t("staff.stay.number", { number: stay.bookingNumber })}</h3>
      <Timeline
        label={t("staff.stay.events", { number: stay.bookingNumber })}
        entries={stay.events.map((event, index) => ({
          id: event.id,
          dateTime: event.at,
          title: t(`staff.stay.${event.kind}` as Id),
          time: day(event.at),
          text: [format.time(event.at, zone), event.unit, event.reason ? t(`staff.stay.reason.${event.reason}` as Id) : null]
            .filter(Boolean)
            .join(" · "),
          ...(index === stay.events.length - 1 && stay.endedAt !== null ? { state: "end" as const } : {}),
        }))}
      />
      {stay.takeBackUntil && onTakeBack && (
        <div className="row row-wrap gap-2">
          <Button kind="second" size="small" onPress={onTakeBack}>
            {t("staff.resident.act.back")}
          </Button>
          <span className="soft">{t("staff.stay.back_until", { time: format.time(stay.takeBackUntil, zone) })}</span>
        </div>
      )}
    </section>
  );
}
