import { useServerNow } from "#web/kiosk/shell/Top.tsx";
import { useStation } from "#web/kiosk/shell/useStation.ts";
import { useWords } from "#web/kiosk/words.ts";
import { connectionTones } from "#web/ui/connection.ts";
import { useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Face } from "#web/ui/Person.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { EndConnection } from "./EndConnection.tsx";
import { type Connection, hasReason, mayEnd } from "./standing.ts";

/** One person outside: who they are to the resident, where it stands, why, and what comes next. */
export function PersonCard({ person }: { person: Connection }) {
  const { t } = useWords();
  const format = useFormat();
  const now = useServerNow();
  const { station } = useStation();
  const zone = station?.facility.timeZone ?? "UTC";
  const { status, reason, decidedAt, requestedAt, contactName } = person;
  const relation = t(`kiosk.person.${person.relationship}`);
  const tone = connectionTones[status];
  return (
    <li className="card person-card">
      {contactName === null ? (
        <span className="face" data-size="big" data-tone="plain" aria-hidden="true">
          <Icon name="people" />
        </span>
      ) : (
        <Face name={contactName} size="big" {...(tone === "good" ? {} : { tone: "plain" as const })} />
      )}
      <div className="grow person-card-words">
        <h3>{contactName ?? relation}</h3>
        <p className="soft">{contactName === null ? t("kiosk.people.unnamed") : relation}</p>
        <p>
          <Pill {...(tone ? { tone } : {})} {...(status === "suspended" ? { icon: "pause" as const } : {})}>
            {t(`kiosk.connection.${status}`)}
          </Pill>
        </p>
        {reason && hasReason(person) && (
          <p>
            <b>{t("kiosk.people.why")}</b> {t(`kiosk.decision.${reason}`)}
          </p>
        )}
        <p>{t(`kiosk.connection.${status}.next`)}</p>
        <p className="soft">
          {decidedAt
            ? t("kiosk.people.decided", { day: format.nearDay(decidedAt, zone, now) })
            : t("kiosk.people.asked", { day: format.nearDay(requestedAt, zone, now) })}
        </p>
        {mayEnd(person) && <EndConnection person={person} />}
      </div>
    </li>
  );
}
