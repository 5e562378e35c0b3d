import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";

const REFRESH_MS = 30_000;

/** Visits that others ask the reader to come to, on the first page until they are answered. */
export function Invitations() {
  const { t } = useWords();
  const times = useTimes();
  const invitations = useQuery({ ...reading(api.partyInvitations), refetchInterval: REFRESH_MS });
  return invitations.data?.map((one) => (
    <div className="over" key={one.id}>
      <Banner icon="people" live>
        <p>
          {t("family.invited.news", {
            who: one.askedByName,
            name: one.residentName,
            when: times.weekdayTime(one.startsAt, one.day, one.timeZone),
          })}
        </p>
        <Go to={paths.invitation} params={{ partyId: one.id }} look="quiet">
          {t("family.invited.see")}
        </Go>
      </Banner>
    </div>
  ));
}
