import type { ReactNode } from "react";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { type Id, useWords } from "#web/staff/words.ts";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import type { Detail } from "./Request.tsx";

/** What this agency knows that bears on the answer: good signs with a tick, others standing out. */
export function Known({ request }: { request: Detail }) {
  const { t } = useWords();
  const format = useFormat();
  const { zone } = useHere();
  const { contact, resident, listed, alike } = request;
  return (
    <ul className="checks list-plain">
      <Sign good={contact.emailConfirmed}>{t(contact.emailConfirmed ? "staff.request.email_yes" : "staff.request.email_no")}</Sign>
      {listed ? (
        <Sign good={listed.nameMatches && listed.birthDateMatches !== false}>
          {t(
            !listed.nameMatches
              ? "staff.request.listed_other_name"
              : listed.birthDateMatches === null
                ? "staff.request.listed_name"
                : listed.birthDateMatches
                  ? "staff.request.listed_all"
                  : "staff.request.listed_other_birth",
            { resident: resident.name },
          )}
        </Sign>
      ) : (
        <Sign good={null}>{t("staff.request.not_listed", { resident: resident.name })}</Sign>
      )}
      <Sign good={contact.otherConnectionsHere === 0 ? true : null}>
        {t("staff.request.others", { count: contact.otherConnectionsHere })}
      </Sign>
      {contact.correctedAt && (
        <Sign good={null}>
          {t("staff.request.corrected", {
            day: format.day(dayIn(contact.correctedAt, zone), { month: "short", day: "numeric", year: "numeric" }),
          })}
        </Sign>
      )}
      {alike.length === 0 && <Sign good>{t("staff.request.no_alike")}</Sign>}
      {alike.map((one) => (
        <Sign good={false} key={one.contactId}>
          <b>{t("staff.request.alike", { name: one.name })}</b> {t("staff.request.alike.more", { count: one.connections })}
        </Sign>
      ))}
    </ul>
  );
}

/** True is a tick, false stands out, null is a plain fact. */
function Sign({ good, children }: { good: boolean | null; children: ReactNode }) {
  return (
    <li className="row">
      <span className={good === false ? "warn" : good ? "good" : "soft"}>
        <Icon name={good === false ? "warning" : good ? "check" : "people"} />
      </span>
      <span>{children}</span>
    </li>
  );
}

/** What this agency answered this person before, newest first. */
export function Earlier({ request }: { request: Detail }) {
  const { t } = useWords();
  const format = useFormat();
  const { zone } = useHere();
  if (request.earlier.length === 0) return null;
  return (
    <div>
      <h3>{t("staff.request.earlier")}</h3>
      <ul className="list">
        {request.earlier.map((one) => (
          <li key={one.connectionId}>
            {one.residentName === null ? (
              t("staff.request.earlier.elsewhere", { answer: t(`staff.connection.${one.status}` as Id) })
            ) : (
              <Go to={paths.approvals} search={{ status: "decided", request: one.connectionId }}>
                {t(one.sameResident ? "staff.request.earlier.same" : "staff.request.earlier.other", {
                  answer: t(`staff.connection.${one.status}` as Id),
                  resident: one.residentName,
                })}
              </Go>
            )}
            <br />
            <span className="soft">
              {one.decidedAt && format.day(dayIn(one.decidedAt, zone), { month: "short", day: "numeric", year: "numeric" })}
              {one.reason && `. ${t(`staff.why.${one.reason}`)}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Every step so far, oldest first, with who took it. */
export function Steps({ request }: { request: Detail }) {
  const { t } = useWords();
  const format = useFormat();
  const { zone } = useHere();
  if (request.steps.length === 0) return null;
  return (
    <details>
      <summary>{t("staff.request.all_steps", { count: request.steps.length })}</summary>
      <ol className="list">
        {request.steps.map((step) => (
          <li key={`${step.at} ${step.act}`} className="spread">
            <span>
              <b>{t(`staff.step.${step.act}` as Id)}</b>
              {step.byName && ` · ${step.byName}`}
              {step.reason && (
                <>
                  <br />
                  <span className="soft">{t(`staff.why.${step.reason}`)}</span>
                </>
              )}
            </span>
            <span className="soft nums">
              {format.day(dayIn(step.at, zone), { month: "short", day: "numeric" })}, {format.time(step.at, zone)}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
