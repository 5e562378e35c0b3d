import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";

/** Why some days of the calendar are empty: the facility's closed dates in the days shown. */
export function ClosedDays({ connectionId, from, through }: { connectionId: string; from: string; through: string }) {
  const { t, locale } = useWords();
  const times = useTimes();
  const people = useQuery(reading(api.ownConnections));
  const facilityId = people.data?.find((connection) => connection.id === connectionId)?.facility?.id;
  const facility = useQuery({
    ...reading(api.publicFacility, { params: { facilityId: facilityId ?? "" }, query: { locale } }),
    enabled: facilityId !== undefined,
  });
  const closed = facility.data?.rules.closedDays.filter(({ day }) => from <= day && day <= through) ?? [];
  if (closed.length === 0) return null;
  return (
    <ul className="closed-days soft">
      {closed.map(({ day, reason }) => (
        <li key={day}>{t("family.book.closed", { day: times.day(day), reason })}</li>
      ))}
    </ul>
  );
}
