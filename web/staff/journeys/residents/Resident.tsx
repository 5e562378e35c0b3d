import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { residentsStaff } from "#contracts/residents.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { HoldPart } from "#web/staff/shell/HoldPart.tsx";
import { LettersAbout } from "#web/staff/shell/LettersAbout.tsx";
import { Facts, Head, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { type Act, ActDialog } from "./ActDialog.tsx";
import { Apart } from "./Apart.tsx";
import { Connections } from "./Connections.tsx";
import { Stay } from "./Stay.tsx";
import { Twins } from "./Twins.tsx";

/** A day of birth means nothing without its year. */
export const BIRTH_DAY = { year: "numeric", month: "long", day: "numeric" } as const;

export type Person = AnswerOf<typeof residentsStaff.residentPage>;

/** One resident: who it is, the stays here with all that happened in them, and the people outside. */
export default function Resident() {
  const { t } = useWords();
  const { facilityId } = useHere();
  const { residentId = "" } = useParams({ strict: false });
  const person = useQuery(reading(api.residentPage, { params: { facilityId, residentId } }));
  usePageTitle(person.data?.name ?? t("staff.resident.title"));
  return (
    <>
      {person.error && (
        <>
          <h1>{t("staff.resident.title")}</h1>
          <Refusal problem={person.error} />
        </>
      )}
      {!person.data && !person.error && <Waiting />}
      {person.data && <Known person={person.data} />}
    </>
  );
}

function Known({ person }: { person: Person }) {
  const { t } = useWords();
  const format = useFormat();
  const { can } = useHere();
  const [act, setAct] = useState<Act>();
  const [current] = person.stays;
  const manages = can("stay.manage");
  const incomplete = person.givenName === null || person.familyName === null || person.birthDate === null;
  return (
    <>
      <p className="back">
        <Go to={paths.residents} look="quiet">
          <Icon name="previous" />
          {t("staff.residents.title")}
        </Go>
      </p>
      <Head
        title={person.name}
        beside={
          <Pill {...(person.here ? { tone: "good" as const } : {})}>{t(person.here ? "staff.resident.here" : "staff.resident.away")}</Pill>
        }
      >
        {manages && person.here && current && (
          <>
            <Button kind="second" size="small" onPress={() => setAct({ kind: "move" })}>
              {t("staff.resident.act.move")}
            </Button>
            {person.facilities.length > 0 && (
              <Button kind="second" size="small" onPress={() => setAct({ kind: "transfer" })}>
                {t("staff.resident.act.transfer")}
              </Button>
            )}
            <Button kind="stop-second" size="small" onPress={() => setAct({ kind: "release", stayId: current.id })}>
              {t("staff.resident.act.release")}
            </Button>
          </>
        )}
        {manages && !person.here && (
          <Button size="small" onPress={() => setAct({ kind: "again" })}>
            {t("staff.resident.act.again")}
          </Button>
        )}
      </Head>
      <div className="cols">
        <div className="stack">
          <Part id="stays" title={t("staff.resident.stays")}>
            <p className="soft part-lead">{t("staff.resident.stays.lead", { zone: format.zone(person.timeZone) })}</p>
            <div className="stack">
              {person.stays.map((stay) => (
                <Stay
                  key={stay.id}
                  stay={stay}
                  zone={person.timeZone}
                  onTakeBack={manages ? () => setAct({ kind: "back", stayId: stay.id }) : undefined}
                />
              ))}
            </div>
          </Part>
          {person.here && can("connection.read") && <Connections residentId={person.id} />}
          {can("keep_apart.read") && person.here && <Apart person={person} />}
          {can("resident.merge") && <Twins person={person} />}
        </div>
        <div className="side">
          <Part
            id="who"
            title={t("staff.resident.who")}
            beside={
              can("resident.complete") && person.here ? (
                <Button kind="quiet" onPress={() => setAct({ kind: "details" })}>
                  {t(incomplete ? "staff.resident.act.complete" : "staff.resident.act.details")}
                </Button>
              ) : undefined
            }
          >
            <Facts
              rows={[
                [t("staff.resident.given"), person.givenName ?? t("staff.resident.unknown")],
                [t("staff.resident.family"), person.familyName ?? t("staff.resident.unknown")],
                [t("staff.resident.born"), person.birthDate ? format.day(person.birthDate, BIRTH_DAY) : t("staff.resident.unknown")],
                [t("staff.request.number"), current?.bookingNumber ?? "–"],
                [t("staff.unit"), (person.here && current?.unit) || "–"],
              ]}
            />
            {incomplete && <p className="soft gap-2">{t("staff.resident.incomplete")}</p>}
          </Part>
          {can("letter.read") && <LettersAbout about={person.id} title={t("staff.resident.letters")} />}
          <HoldPart subject={{ kind: "resident", id: person.id }} />
        </div>
      </div>
      {act && <ActDialog act={act} person={person} onClose={() => setAct(undefined)} />}
    </>
  );
}
