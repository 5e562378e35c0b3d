import { LettersAbout } from "#web/staff/shell/LettersAbout.tsx";
import { Facts } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { StepLine } from "#web/ui/Line.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import type { Connection } from "./Approvals.tsx";

const good: readonly string[] = ["approved", "auto_approved"];

/** One request: who asks for whom, what is known of both, and where it stands. */
export function Request({ connection }: { connection: Connection }) {
  const { t } = useWords();
  const format = useFormat();
  const { zone } = useHere();
  const { contact, resident, relationship, requestedAt, decidedAt, status, reason } = connection;
  const decided = decidedAt !== null;
  const when = (at: string) => `${format.day(dayIn(at, zone), { month: "short", day: "numeric" })}, ${format.time(at, zone)}`;
  const years = age(contact.birthDate, dayIn(Date.now(), zone));
  return (
    <section className="card stack" aria-labelledby="request">
      <div>
        <h2 id="request">{t("staff.request.title", { contact: contact.name, resident: resident.name })}</h2>
        <p className="soft">{t("staff.request.says", { contact: contact.name, relationship: t(`staff.rel.${relationship}`) })}</p>
      </div>
      <StepLine
        label={t("staff.request.steps")}
        steps={[
          {
            label: (
              <>
                {t("staff.request.asked")}
                <br />
                {when(requestedAt)}
              </>
            ),
            state: "done",
          },
          { label: decided ? <Decided at={when(decidedAt)} /> : t("staff.request.you_check"), state: decided ? "done" : "now" },
          { label: t("staff.request.told"), ...(decided ? { state: "done" as const } : {}) },
        ]}
      />
      {decided && (
        <p className="row row-wrap">
          <Pill tone={good.includes(status) ? "good" : status === "rejected" ? "stop" : "warn"}>{t(`staff.connection.${status}`)}</Pill>
          {reason && <span>{t(`staff.reason.${reason}`)}</span>}
        </p>
      )}
      <div className="both">
        <div>
          <h3>{t("staff.request.contact")}</h3>
          <Facts
            rows={[
              [t("staff.request.name"), contact.name],
              [
                t("staff.request.born"),
                `${format.day(contact.birthDate, { month: "short", day: "numeric", year: "numeric" })} (${t("staff.request.age", { years })})`,
              ],
              [t("staff.request.relationship"), t(`staff.rel.${relationship}`)],
            ]}
          />
        </div>
        <div>
          <h3>{t("staff.request.resident")}</h3>
          <Facts
            rows={[
              [t("staff.request.name"), resident.name],
              [
                t("staff.request.number"),
                <span className="nums" key="n">
                  {resident.bookingNumber}
                </span>,
              ],
              [t("staff.unit"), resident.unit ?? t("staff.station.no_unit")],
            ]}
          />
        </div>
      </div>
      <ul className="checks list-plain">
        <li className="row">
          <span className={contact.emailConfirmed ? "good" : "warn"}>
            <Icon name={contact.emailConfirmed ? "check" : "warning"} />
          </span>
          {t(contact.emailConfirmed ? "staff.request.email_yes" : "staff.request.email_no")}
        </li>
        <li className="row">
          <span className={contact.otherConnectionsHere > 0 ? "warn" : "good"}>
            <Icon name={contact.otherConnectionsHere > 0 ? "people" : "check"} />
          </span>
          {t("staff.request.others", { count: contact.otherConnectionsHere })}
        </li>
      </ul>
      {decided && <LettersAbout about={connection.id} look="part" />}
    </section>
  );
}

function Decided({ at }: { at: string }) {
  const { t } = useWords();
  return (
    <>
      {t("staff.request.decided")}
      <br />
      {at}
    </>
  );
}

/** Whole years between two days, as birthdays count them. */
export function age(born: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}
