import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { visitsStaff } from "#contracts/visits.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { stateOf } from "#web/staff/journeys/today/board.rules.ts";
import { Flags } from "#web/staff/journeys/today/Flags.tsx";
import { paths } from "#web/staff/paths.ts";
import { isLive, useBoard } from "#web/staff/shell/board.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { HoldPart } from "#web/staff/shell/HoldPart.tsx";
import { LettersAbout } from "#web/staff/shell/LettersAbout.tsx";
import { givenName } from "#web/staff/shell/names.ts";
import { Facts, Head, Part } from "#web/staff/shell/parts.tsx";
import { useAlongWords } from "#web/staff/shell/party.ts";
import { StatePill } from "#web/staff/shell/StatePill.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { type Id, useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { VisitLines } from "#web/ui/VisitLines.tsx";
import { VisitRecord } from "#web/ui/VisitRecord.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { CancelVisit } from "./CancelVisit.tsx";
import { MoveVisit } from "./MoveVisit.tsx";
import { Player } from "./player/Player.tsx";
import { Recording } from "./Recording.tsx";
import { RemoveAdult } from "./RemoveAdult.tsx";
import { StaffBill } from "./StaffBill.tsx";

export type VisitOfPage = AnswerOf<typeof visitsStaff.staffVisit>;
const REFRESH_MS = 15_000;

/** One visit: who with whom, how it came out, its recording, and the one record that all sides see. */
export default function Visit() {
  const { t } = useWords();
  const { facilityId } = useHere();
  const { visitId = "" } = useParams({ strict: false });
  const visit = useQuery({ ...reading(api.staffVisit, { params: { facilityId, visitId } }), refetchInterval: REFRESH_MS });
  usePageTitle(
    visit.data ? t("staff.visit.page", { resident: visit.data.residentName, contact: visit.data.contactName }) : t("staff.visit.title"),
  );
  return (
    <>
      {visit.error && (
        <>
          <h1>{t("staff.visit.title")}</h1>
          <Refusal problem={visit.error} />
        </>
      )}
      {!visit.data && !visit.error && <Waiting />}
      {visit.data && <Known visit={visit.data} />}
    </>
  );
}

function Known({ visit }: { visit: VisitOfPage }) {
  const { t } = useWords();
  const format = useFormat();
  const { can, zone, facilityId } = useHere();
  const alongWords = useAlongWords();
  const board = useBoard(visit.day);
  const state = stateOf(visit, board.data?.needs ?? []);
  const over = ["done", "missed", "cancelled"].includes(state);
  const minutes = Math.round((Date.parse(visit.endsAt) - Date.parse(visit.startsAt)) / 60_000);
  const lines = useQuery({ ...reading(api.staffVisitLines, { params: { facilityId, visitId: visit.id } }), enabled: over });
  const [disclosure, setDisclosure] = useState<string>();
  const talked = visit.connectedSeconds > 0 || visit.lostSeconds > 0;
  return (
    <>
      <p className="back">
        <Go to={paths.today} search={board.data && board.data.day === visit.day ? { day: visit.day } : {}} look="quiet">
          <Icon name="previous" />
          {format.day(visit.day)}
        </Go>
      </p>
      <Head
        title={t("staff.visit.page", { resident: visit.residentName, contact: visit.contactName })}
        beside={<StatePill state={state} />}
      >
        {isLive(visit) && can("visit.watch") && (
          <Go to={paths.live} search={{ visit: visit.id }} look="button">
            <Icon name="eye" />
            {t("staff.visit.to_live")}
          </Go>
        )}
        {visit.status === "booked" && !over && visit.live === "none" && can("visit.move") && <MoveVisit visit={visit} />}
        {visit.canCancel && can("visit.cancel") && visit.adults.length > 0 && <RemoveAdult visit={visit} />}
        {visit.canCancel && can("visit.cancel") && <CancelVisit visit={visit} />}
      </Head>
      <div className="cols">
        <div className="stack">
          {disclosure && <Player visit={visit} disclosureId={disclosure} onClose={() => setDisclosure(undefined)} />}
          {lines.data && lines.data.legs.length > 0 && (
            <Part id="lines" title={t("live.lines")}>
              <p className="soft part-lead">
                {t("live.lines.more")} <a href="/public/lines">{t("live.lines.rule")}</a>
              </p>
              <VisitLines
                legs={lines.data.legs}
                zone={visit.timeZone}
                names={{ family: visit.contactName, resident: visit.residentName }}
              />
            </Part>
          )}
          <Part id="record" title={t("staff.visit.record")}>
            <p className="soft part-lead">{t("staff.visit.record.more", { zone: format.zone(zone, visit.startsAt) })}</p>
            {visit.timeline.length > 0 ? (
              <VisitRecord
                lines={visit.timeline}
                startsAt={visit.startsAt}
                zone={visit.timeZone}
                me={null}
                names={{ family: visit.contactName, resident: visit.residentName }}
                label={t("staff.visit.record")}
                over={over}
              />
            ) : (
              <p>{t("staff.visit.record.empty")}</p>
            )}
          </Part>
        </div>
        <div className="side">
          <Flags visitId={visit.id} />
          <section className="card" aria-labelledby="facts">
            <h2 id="facts">{t("staff.visit.facts")}</h2>
            {visit.outcome && (
              <p className="gap-2">
                {t(`staff.outcome.${visit.outcome}` as Id, {
                  contact: givenName(visit.contactName),
                  resident: givenName(visit.residentName),
                })}
              </p>
            )}
            {visit.reason && <p className="soft gap-1">{t("live.reason", { reason: t(`live.reason.${visit.reason}` as Id) })}</p>}
            <Facts
              rows={[
                [t("staff.table.time"), `${format.time(visit.startsAt, zone)}, ${t("shared.duration.min", { minutes })}`],
                [t("staff.table.station"), visit.stationName],
                [t("staff.table.resident"), visit.residentName],
                [t("staff.table.contact"), visit.contactName],
                [t("staff.visit.party"), alongWords(visit) || t("staff.visit.party.none")],
                [t("staff.visit.room"), t(`staff.room.${visit.room}`)],
                ...(talked
                  ? [
                      [
                        t("staff.visit.connected"),
                        <span className="nums" key="c">
                          {format.duration(visit.connectedSeconds)}
                        </span>,
                      ] as const,
                    ]
                  : []),
                ...(talked
                  ? [
                      [
                        t("staff.visit.lost"),
                        <span className="nums" key="l">
                          {format.duration(visit.lostSeconds)}
                        </span>,
                      ] as const,
                    ]
                  : []),
                ...(isLive(visit)
                  ? [
                      [t("staff.visit.resident_here"), t(visit.residentHere ? "staff.yes" : "staff.not_yet")] as const,
                      [t("staff.visit.family_here"), t(visit.familyHere ? "staff.yes" : "staff.not_yet")] as const,
                    ]
                  : []),
              ]}
            />
          </section>
          {visit.cost && <StaffBill visitId={visit.id} zone={visit.timeZone} />}
          <LettersAbout about={visit.id} />
          <HoldPart subject={{ kind: "visit", id: visit.id }} />
          <Recording visit={visit} isShown={disclosure !== undefined} onOpen={setDisclosure} />
        </div>
      </div>
    </>
  );
}
