import { useEffect, useState, useSyncExternalStore } from "react";
import { livePaths } from "#contracts/live-limits.ts";
import { problem } from "#web/client/problem.ts";
import { openEquipment } from "#web/live/equipment.ts";
import { isIn, ownLeg } from "#web/live/legs.rules.ts";
import { openRoom } from "#web/live/room-driver.ts";
import type { Equipment, RoomHandle } from "#web/live/room-types.ts";
import { type Id, useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Held } from "#web/ui/Held.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { useLegName } from "#web/ui/leg-name.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { knows } from "#web/words/words.tsx";
import { PartWords } from "./PartWords.tsx";
import { Picture } from "./Picture.tsx";

/** Staff who take part, an interpreter for instance: seen and heard by all, with a small room of their own. */
export function TakePart({ facilityId, visitId, isOpen }: { facilityId: string; visitId: string; isOpen: boolean }) {
  const { t } = useWords();
  const [inside, setInside] = useState(false);
  if (inside) return <Inside facilityId={facilityId} visitId={visitId} onLeave={() => setInside(false)} />;
  return (
    <div className="stack">
      <Button kind="second" wide isDisabled={!isOpen} onPress={() => setInside(true)}>
        <Icon name="camera" />
        {t("staff.part.start")}
      </Button>
      <p className="soft">{t("staff.part.start.more")}</p>
    </div>
  );
}

function partUrl(facilityId: string, visitId: string): string {
  const path = `${livePaths.part.replace(":facilityId", encodeURIComponent(facilityId))}?visit=${encodeURIComponent(visitId)}`;
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

/** The room's socket and the devices, from the press to leaving the page. */
function Inside({ facilityId, visitId, onLeave }: { facilityId: string; visitId: string; onLeave: () => void }) {
  const [parts, setParts] = useState<{ room: RoomHandle; equipment: Equipment } | null>(null);
  useEffect(() => {
    const opened = { room: openRoom({ url: partUrl(facilityId, visitId) }), equipment: openEquipment() };
    setParts(opened);
    return () => {
      opened.room.close();
      opened.equipment.close();
    };
  }, [facilityId, visitId]);
  return parts && <Part {...parts} onLeave={onLeave} />;
}

function Part({ room, equipment, onLeave }: { room: RoomHandle; equipment: Equipment; onLeave: () => void }) {
  const { t } = useWords();
  const nameOf = useLegName();
  const shown = useSyncExternalStore(room.subscribe, room.snapshot);
  const found = useSyncExternalStore(equipment.subscribe, equipment.snapshot);
  const own = shown.room ? ownLeg(shown.room) : undefined;
  const joined = own !== undefined && isIn(own);
  const others = shown.room?.legs.filter((leg) => leg.seat !== shown.room?.seat && isIn(leg)) ?? [];
  const watches = shown.room?.watches.filter(({ part }) => !part) ?? [];
  const over = shown.closed !== null || shown.room?.ending != null;
  const leave = () => {
    room.leave();
    onLeave();
  };
  return (
    <section className="stack part-room" aria-label={t("staff.part.title")}>
      <h3>{t("staff.part.title")}</h3>
      {watches.map(({ watchId, role, live }) => (
        <p key={watchId} className="watch-note" data-watch={watchId}>
          <Icon name="eye" />
          <span>
            {t(live ? "live.watch.live" : "live.watch.asking", {
              role: t(knows(`live.role.${role}`) ? (`live.role.${role}` as Id) : "live.role.staff"),
            })}
          </span>
        </p>
      ))}
      <Held room={shown.room} />
      {shown.refused && <Refusal problem={problem(shown.refused.codes, { facts: { ...shown.refused.facts } })} />}
      {over && <Banner>{t("staff.live.over")}</Banner>}
      {found.status === "asking" && <p role="status">{t("live.check.asking")}</p>}
      {found.status === "trouble" && found.trouble && (
        <Banner tone="warn">
          <p>
            <b>{t(`live.trouble.${found.trouble}`)}</b> {t(`live.trouble.${found.trouble}.more`)}
          </p>
        </Banner>
      )}
      {found.status === "trouble" && (
        <Button kind="second" wide onPress={equipment.retry}>
          {t("live.check.again")}
        </Button>
      )}
      <div className="pictures">
        {joined &&
          others.map((leg) => (
            <figure key={leg.seat}>
              <Picture stream={shown.people[leg.seat]} label={t("staff.live.picture", { name: nameOf(leg) })} name={nameOf(leg)} />
              <figcaption>{nameOf(leg)}</figcaption>
            </figure>
          ))}
        <figure>
          <Picture stream={found.stream ?? shown.local ?? undefined} muted label={t("live.self")} name={t("live.record.you")} />
          <figcaption>{t("live.record.you")}</figcaption>
        </figure>
      </div>
      {!joined && !over && (
        <Button wide isDisabled={!found.stream || shown.link !== "open"} onPress={() => found.stream && room.join(found.stream)}>
          {t(shown.room?.kind === "recorded" ? "staff.part.join.recorded" : "staff.part.join")}
        </Button>
      )}
      {joined && !over && (
        <div className="hand">
          <Button kind="second" size="small" pressed={!shown.microphone} onPress={() => room.setMicrophone(!shown.microphone)}>
            <Icon name={shown.microphone ? "microphone" : "microphone-off"} />
            {t("live.mute")}
          </Button>
          <Button kind="second" size="small" pressed={!shown.camera} onPress={() => room.setCamera(!shown.camera)}>
            <Icon name={shown.camera ? "camera" : "camera-off"} />
            {t("live.camera_off")}
          </Button>
        </div>
      )}
      {joined && !over && <PartWords room={room} shown={shown} />}
      <Button kind="second" wide onPress={leave}>
        {t("staff.part.leave")}
      </Button>
    </section>
  );
}
