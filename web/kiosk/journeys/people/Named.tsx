import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type { Invitation } from "#contracts/connections.ts";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { useServerNow } from "#web/kiosk/shell/Top.tsx";
import { useStation } from "#web/kiosk/shell/useStation.ts";
import { useWords } from "#web/kiosk/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { Face } from "#web/ui/Person.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Ending } from "./Ending.tsx";

/** Whom the resident named, and how they hear of it; whether any of them has an account is not told. */
export function Named() {
  const { t } = useWords();
  const { data, error } = useQuery(reading(api.insideInvitations));
  if (error && !data) return <Refusal problem={error} />;
  if (!data || data.length === 0) return null;
  return (
    <section className="stack named" aria-labelledby="named">
      <h2 id="named">{t("kiosk.named.title")}</h2>
      <ul className="person-cards">
        {data.map((invitation) => (
          <NamedCard key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </section>
  );
}

function NamedCard({ invitation }: { invitation: z.infer<typeof Invitation> }) {
  const { t } = useWords();
  const format = useFormat();
  const now = useServerNow();
  const { station } = useStation();
  const queries = useQueryClient();
  const takeBack = useAct(api.takeBackInvitation, {
    onDone: () => queries.invalidateQueries({ queryKey: [api.insideInvitations.id] }),
  });
  const name = `${invitation.givenName} ${invitation.familyName}`;
  const day = format.nearDay(invitation.madeAt, station?.facility.timeZone ?? "UTC", now);
  return (
    <li className="card person-card">
      <Face name={name} size="big" tone="plain" />
      <div className="grow person-card-words">
        <h3>{name}</h3>
        <p className="soft">{t(`kiosk.person.${invitation.relationship}`)}</p>
        <p>{t(`kiosk.named.${invitation.way}`)}</p>
        <p className="soft">{t("kiosk.named.when", { day })}</p>
        <Ending
          kind="second"
          words={{
            open: t("kiosk.named.take_back"),
            title: t("kiosk.named.ask", { name }),
            yes: t("kiosk.named.yes"),
            no: t("kiosk.named.no"),
          }}
          act={takeBack}
          onYes={(close) => takeBack.mutate({ params: { invitationId: invitation.id } }, { onSuccess: close })}
        >
          <p>{t("kiosk.named.lost", { name })}</p>
        </Ending>
      </div>
    </li>
  );
}
