import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { stationCareStaff } from "#contracts/station-care.ts";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { Facts, Head, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { toast } from "#web/ui/toast.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { BlockStation } from "./BlockStation.tsx";
import { ReportFault } from "./ChangeRepair.tsx";
import { healthOf, healthTones } from "./health.rules.ts";
import { Network } from "./Network.tsx";
import { Repairs } from "./Repairs.tsx";
import { SignOut } from "./SignOut.tsx";

type StationPage = AnswerOf<typeof stationCareStaff.stationPage>;
const REFRESH_MS = 5_000;
const NO_GROUP = "none";

/** One station: how it is, who is signed in there, when it can't be used, its network and its repairs. */
export default function Station() {
  const { t } = useWords();
  const { facilityId } = useHere();
  const { stationId = "" } = useParams({ strict: false });
  const page = useQuery({ ...reading(api.stationPage, { params: { facilityId, stationId } }), refetchInterval: REFRESH_MS });
  usePageTitle(page.data ? t("staff.station.of", { station: page.data.name }) : t("staff.stations.title"));
  return (
    <>
      <p className="back">
        <Go to={paths.stations} look="quiet">
          <Icon name="previous" />
          {t("staff.station.back")}
        </Go>
      </p>
      {page.error && (
        <>
          <h1>{t("staff.stations.title")}</h1>
          <Refusal problem={page.error} />
        </>
      )}
      {!page.data && !page.error && <Waiting />}
      {page.data && <Known station={page.data} />}
    </>
  );
}

function Known({ station }: { station: StationPage }) {
  const { t } = useWords();
  const { facilityId, can } = useHere();
  const queries = useQueryClient();
  const now = useNow(30_000);
  const [open, setOpen] = useState<"off" | "block" | "fault" | "sign_out">();
  const again = () => {
    setOpen(undefined);
    void queries.invalidateQueries();
  };
  const turn = useAct(api.turnStation, {
    onDone: (_, { body }) => {
      void toast(t(body.on ? "staff.station.turned_on" : "staff.station.turned_off"));
      again();
    },
  });
  const params = { facilityId, stationId: station.id };
  const health = healthOf(station, now);
  const manages = can("station.manage");
  return (
    <>
      <Head
        title={t("staff.station.of", { station: station.name })}
        beside={<Pill {...healthTones[health]}>{t(`staff.health.${health}`)}</Pill>}
      >
        {can("station.repair") && (
          <Button kind="second" size="small" onPress={() => setOpen("fault")}>
            {t("staff.repairs.report")}
          </Button>
        )}
        {manages && (
          <Button kind="second" size="small" onPress={() => setOpen("block")}>
            {t("staff.station.block")}
          </Button>
        )}
        {manages && station.status !== "inactive" && (
          <Button kind="stop-second" size="small" onPress={() => setOpen("off")}>
            {t("staff.station.turn_off")}
          </Button>
        )}
        {manages && station.status === "inactive" && (
          <Button size="small" isPending={turn.isPending} onPress={() => turn.mutate({ params, body: { on: true } })}>
            {t("staff.station.turn_on")}
          </Button>
        )}
      </Head>
      {turn.error && <Refusal problem={turn.error} />}
      <div className="station-parts">
        <Health station={station} onMoved={again} />
        <div className="stack">
          <Who station={station} onSignOut={() => setOpen("sign_out")} />
          <Blocks station={station} onEnded={again} />
        </div>
        <NetworkPart station={station} onAsked={again} />
        <Part id="station-repairs" title={t("staff.repairs.of_station")}>
          <Repairs stationId={station.id} />
        </Part>
      </div>
      {open === "block" && <BlockStation station={station} onDone={again} onClose={() => setOpen(undefined)} />}
      {open === "fault" && <ReportFault station={station} onDone={again} onClose={() => setOpen(undefined)} />}
      {open === "sign_out" && station.signedIn && (
        <SignOut station={station} name={station.signedIn.name} onDone={again} onClose={() => setOpen(undefined)} />
      )}
      <Dialog
        isOpen={open === "off"}
        onClose={() => setOpen(undefined)}
        title={t("staff.station.turn_off.title", { station: station.name })}
        actions={
          <>
            <Button kind="stop" isPending={turn.isPending} onPress={() => turn.mutate({ params, body: { on: false } })}>
              {t("staff.station.turn_off")}
            </Button>
            <Button kind="second" onPress={() => setOpen(undefined)}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t("staff.station.turn_off.lost")}</p>
      </Dialog>
    </>
  );
}

function Health({ station, onMoved }: { station: StationPage; onMoved: () => void }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone, can } = useHere();
  const now = useNow(30_000);
  const groups = useQuery(reading(api.stationGroups, { params: { facilityId } }));
  const move = useAct(api.moveStation, { onDone: onMoved });
  const { lastSeenAt } = station;
  return (
    <Part id="station-health" title={t("staff.station.health")}>
      <Facts
        rows={[
          [
            t("staff.stations.seen"),
            lastSeenAt ? `${format.nearDay(lastSeenAt, zone, now)}, ${format.time(lastSeenAt, zone)}` : t("staff.stations.never"),
          ],
          [t("staff.unit"), station.unit ?? "–"],
          [t("staff.stations.camera"), t(`staff.works.${station.camera}`)],
          [t("staff.stations.microphone"), t(`staff.works.${station.microphone}`)],
          [t("staff.station.app"), station.appVersion || "–"],
          [t("staff.station.browser"), station.browserVersion || "–"],
        ]}
      />
      {can("station.manage") && (
        <Select
          label={t("staff.stations.group")}
          size="small"
          value={station.groupId ?? NO_GROUP}
          isDisabled={move.isPending}
          onChange={(groupId) =>
            move.mutate({ params: { facilityId, stationId: station.id }, body: { groupId: groupId === NO_GROUP ? null : groupId } })
          }
          options={[
            { value: NO_GROUP, label: t("staff.stations.group.none") },
            ...(groups.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      {move.error && <Refusal problem={move.error} />}
    </Part>
  );
}

function Who({ station: { signedIn }, onSignOut }: { station: StationPage; onSignOut: () => void }) {
  const { t } = useWords();
  const format = useFormat();
  const { zone, can } = useHere();
  return (
    <Part id="station-who" title={t("staff.station.who")}>
      {!signedIn && <p className="soft gap-2">{t("staff.station.who.none")}</p>}
      {signedIn && (
        <div className="stack gap-2">
          <p>
            <b>{signedIn.name}</b> <span className="soft">{t("staff.station.who.since", { time: format.time(signedIn.since, zone) })}</span>
          </p>
          {signedIn.inVisit && (
            <>
              <p>{t("staff.station.who.in_visit")}</p>
              <Go to={paths.live} look="second">
                {t("staff.station.who.live")}
              </Go>
            </>
          )}
          {!signedIn.inVisit && can("station.sign_out") && (
            <p>
              <Button kind="stop-second" size="small" onPress={onSignOut}>
                {t("staff.signout.act")}
              </Button>
            </p>
          )}
        </div>
      )}
    </Part>
  );
}

function Blocks({ station, onEnded }: { station: StationPage; onEnded: () => void }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone, can } = useHere();
  const now = useNow(30_000);
  const end = useAct(api.endBlock, {
    onDone: () => {
      void toast(t("staff.station.block.ended"));
      onEnded();
    },
  });
  const moment = (at: string) => `${format.nearDay(at, zone, now)}, ${format.time(at, zone)}`;
  return (
    <Part id="station-blocks" title={t("staff.station.blocks")}>
      {station.blocks.length === 0 && <p className="soft gap-2">{t("staff.station.blocks.none")}</p>}
      {end.error && <Refusal problem={end.error} />}
      <ul className="list">
        {station.blocks.map((block) => (
          <li key={block.id} className="spread">
            <div className="grow">
              <b>{t("staff.station.block.span", { from: moment(block.startsAt), to: moment(block.endsAt) })}</b>
              <p className="soft">{t(`staff.block.${block.reason}`)}</p>
            </div>
            {can("station.manage") && (
              <Button
                kind="second"
                size="small"
                isPending={end.isPending}
                onPress={() => end.mutate({ params: { facilityId, stationId: station.id, blockId: block.id } })}
              >
                {t(Date.parse(block.startsAt) > now ? "staff.station.block.take_back" : "staff.station.block.end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function NetworkPart({ station, onAsked }: { station: StationPage; onAsked: () => void }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone, can } = useHere();
  const { askedAt, tests } = station.echo;
  const ask = useAct(api.testStation, { onDone: onAsked });
  return (
    <Part
      id="station-network"
      title={t("staff.station.network")}
      beside={
        can("station.manage") &&
        station.enrolled && (
          <Button
            kind="second"
            size="small"
            isPending={ask.isPending}
            isDisabled={askedAt !== null}
            onPress={() => ask.mutate({ params: { facilityId, stationId: station.id } })}
          >
            {t("staff.station.network.test")}
          </Button>
        )
      }
    >
      <p className="soft part-lead">{t("staff.station.network.lead")}</p>
      {ask.error && <Refusal problem={ask.error} />}
      {askedAt && <p role="status">{t("staff.station.network.asked", { time: format.time(askedAt, zone) })}</p>}
      <Network tests={tests} />
    </Part>
  );
}
