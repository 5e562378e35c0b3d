import type { connectionsStaff } from "#contracts/connections.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { HoldPart } from "#web/staff/shell/HoldPart.tsx";
import { LettersAbout } from "#web/staff/shell/LettersAbout.tsx";
import { Facts } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { StepLine } from "#web/ui/Line.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { Earlier, Known, Steps } from "./Known.tsx";
import { Limits } from "./Limits.tsx";
import { Pictures } from "./Pictures.tsx";
import { useWhen } from "./when.ts";

export type Detail = AnswerOf<typeof connectionsStaff.connectionDetail>;
const good: readonly string[] = ["approved", "auto_approved"];

/** One request: who asks for whom, the ID beside what was typed, what this agency knows, and where it stands. */
export function Request(props: { request: Detail; shown: boolean; onShow: () => void; onClaim: (() => void) | undefined }) {
  const { t } = useWords();
  const { zone } = useHere();
  const now = useNow(60_000);
  const when = useWhen(zone, now);
  const { request } = props;
  const { contact, resident, relationship, requestedAt, decidedAt, status, reason, dueAt, overdue } = request;
  const waits = status === "requested" || status === "under_review";
  const line = (words: string, more: string) => (
    <>
      {words}
      <br />
      {more}
    </>
  );
  return (
    <section className="card stack" aria-labelledby="request">
      <div className="spread">
        <div>
          <h2 id="request">{t("staff.request.title", { contact: contact.name, resident: resident.name })}</h2>
          <p className="soft">{t("staff.request.says", { contact: contact.name, relationship: t(`staff.rel.${relationship}`) })}</p>
        </div>
        {waits && overdue && dueAt && <Pill tone="stop">{t("staff.approvals.overdue", { when: when.lastDay(dueAt) })}</Pill>}
      </div>
      <StepLine
        label={t("staff.request.steps")}
        steps={[
          { label: line(t("staff.request.asked"), when.moment(requestedAt)), state: "done" },
          waits
            ? {
                label: dueAt
                  ? line(t("staff.request.you_check"), t("staff.approvals.due", { when: when.lastDay(dueAt) }))
                  : t("staff.request.you_check"),
                state: "now",
              }
            : { label: decidedAt ? line(t("staff.request.decided"), when.moment(decidedAt)) : t("staff.request.decided"), state: "done" },
          { label: t("staff.request.told"), ...(waits ? {} : { state: "done" as const }) },
        ]}
      />
      {waits && <Reviewer request={request} onClaim={props.onClaim} />}
      {!waits && (
        <p className="row row-wrap">
          <Pill tone={good.includes(status) ? "good" : status === "rejected" || status === "ended" ? "stop" : "warn"}>
            {t(`staff.connection.${status}`)}
          </Pill>
          {reason && <span>{t(`staff.why.${reason}`)}</span>}
        </p>
      )}
      <Limits request={request} />
      <Pictures request={request} shown={props.shown} onShow={props.onShow} typed={<Typed request={request} />} />
      <div className="both">
        {!(props.shown && request.pictures.length > 0) && <Typed request={request} />}
        <Inside request={request} />
      </div>
      <Known request={request} />
      <Earlier request={request} />
      <Steps request={request} />
      {!waits && <LettersAbout about={request.id} look="part" />}
      <HoldPart subject={{ kind: "contact", id: contact.id }} look="part" />
      <p>
        <Go to={paths.resident} params={{ residentId: resident.id }} look="quiet">
          {t("staff.request.see_resident", { resident: resident.name })}
        </Go>
      </p>
    </section>
  );
}

/** Who looks at it, so that nobody does it twice. */
function Reviewer({ request, onClaim }: { request: Detail; onClaim: (() => void) | undefined }) {
  const { t } = useWords();
  const { reviewer } = request;
  return (
    <div className="spread reviewer">
      <p className={reviewer && !reviewer.mine ? "warn" : "soft"}>
        {reviewer
          ? reviewer.mine
            ? t("staff.approvals.looks_you")
            : t("staff.approvals.looks", { name: reviewer.name })
          : t("staff.approvals.looks_nobody")}
      </p>
      {onClaim && (
        <Button kind="second" size="small" onPress={onClaim}>
          {t(reviewer ? (reviewer.mine ? "staff.approvals.release" : "staff.approvals.take_over") : "staff.approvals.claim")}
        </Button>
      )}
    </div>
  );
}

/** What was typed, beside the pictures it is compared with. */
function Typed({ request }: { request: Detail }) {
  const { t } = useWords();
  const format = useFormat();
  const { zone } = useHere();
  const { contact, relationship } = request;
  // Thirty days after an account was closed its name and birth date are gone.
  const gone = contact.name === t("staff.closed_account");
  const years = age(contact.birthDate, dayIn(Date.now(), zone));
  const born = format.day(contact.birthDate, { month: "short", day: "numeric", year: "numeric" });
  return (
    <div>
      <h3>{t("staff.request.contact")}</h3>
      <Facts
        rows={[
          [t("staff.request.name"), <b key="n">{contact.name}</b>],
          ...(gone
            ? []
            : [
                [t("staff.request.born"), <b key="b">{born}</b>] as const,
                [t("staff.request.age_now"), t("staff.request.age", { years })] as const,
              ]),
          [t("staff.request.relationship"), t(`staff.rel.${relationship}`)],
        ]}
      />
    </div>
  );
}

function Inside({ request: { resident } }: { request: Detail }) {
  const { t } = useWords();
  return (
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
  );
}

/** Whole years between two days, as birthdays count them. */
export function age(born: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}
