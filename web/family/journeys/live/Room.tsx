import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { problem } from "#web/client/problem.ts";
import type { VisitOfPage } from "#web/family/journeys/visits/Visit.tsx";
import { firstName } from "#web/family/journeys/visits/visit-words.ts";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { farLeg, othersIn, ownLeg } from "#web/live/legs.rules.ts";
import type { RoomHandle, RoomSnapshot } from "#web/live/room-types.ts";
import { Button } from "#web/ui/Button.tsx";
import { Captions } from "#web/ui/Captions.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Faces } from "#web/ui/Faces.tsx";
import { ownZone } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { LivePicture } from "#web/ui/LivePicture.tsx";
import { reasonsOf } from "#web/ui/Refusal.tsx";
import { Notice } from "#web/ui/Stage.tsx";
import { useSheetOpen } from "#web/ui/sheet-open.ts";
import { useDraft } from "#web/ui/useDraft.ts";
import { Chat } from "./Chat.tsx";
import { Cover } from "./Cover.tsx";
import { Deck } from "./Deck.tsx";
import { Notices } from "./Notices.tsx";
import { coverOf } from "./told.rules.ts";
import { useTold } from "./use-told.ts";

const Together = lazy(() => import("./Together.tsx"));

export interface RoomProps {
  visit: VisitOfPage;
  room: RoomHandle;
  shown: RoomSnapshot;
  onLeave: () => void;
  onRefused: () => void;
}

/** The visit: the other side large, oneself small, what both must know on top, time and controls below. */
export function Room({ visit, room, shown, onLeave, onRefused }: RoomProps) {
  const { t } = useWords();
  const times = useTimes();
  const [chatOpen, setChatOpen] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [large, setLarge] = useDraft<{ on: boolean }>("large-words", { on: false });
  const heading = useRef<HTMLHeadingElement>(null);
  const name = firstName(visit.withName);
  const { local, media, link, people } = shown;
  const far = shown.room ? farLeg(shown.room) : undefined;
  const others = shown.room ? othersIn(shown.room).filter(({ seat }) => seat !== far?.seat) : [];
  const [picture, setPicture] = useState(false);
  const cover = coverOf(shown.room, link, media, picture);
  const { polite, say } = useTold(shown, name, chatOpen);
  useEffect(() => heading.current?.focus(), []);
  const sheet = useSheetOpen(room.together, shown.room);

  // A join that the server refused leads back to where its reason can be mended.
  const refused = shown.refused && shown.room && ownLeg(shown.room)?.status === "not_joined";
  return (
    <div className="stage room" data-chat={chatOpen && !sheet.isOpen ? "open" : undefined} data-sheet={sheet.isOpen ? "open" : undefined}>
      <h1 className="hidden" tabIndex={-1} ref={heading}>
        {t("live.title", { name: visit.withName })}
      </h1>
      <div className="view" data-several={others.length > 0 ? "yes" : undefined} data-covered={cover ? "yes" : undefined}>
        <div className="main-face" data-speaking={far && shown.speaking === far.seat ? "yes" : undefined}>
          <LivePicture
            stream={(far && people[far.seat]) ?? null}
            label={t("live.far", { name })}
            kind="far"
            onPicture={() => setPicture(true)}
          />
          <Cover cover={cover} room={shown.room} name={name} />
        </div>
        <Notices shown={shown} name={name} cover={cover} />
        {sheet.isOffered && (
          <div className="sheet-offer" role="status">
            <Notice>{t("live.sheet.opened", { name })}</Notice>
          </div>
        )}
        <div className="side-faces">
          <Faces legs={others} shown={shown} />
          <figure className="self">
            {local && shown.camera ? (
              <LivePicture stream={local} label={t("live.self")} kind="own" />
            ) : (
              <p className="self-off">
                <Icon name="camera-off" />
                <span>{t("live.self.camera_off")}</span>
              </p>
            )}
          </figure>
        </div>
      </div>
      {!chatOpen && (
        <div className="caption-place">
          <Captions shown={shown} standing={large.on} />
        </div>
      )}
      <Deck
        visit={visit}
        shown={shown}
        chatOpen={chatOpen && !sheet.isOpen}
        onMicrophone={(on) => {
          room.setMicrophone(on);
          say(t(on ? "live.told.unmuted" : "live.told.muted"));
        }}
        onCamera={(on) => {
          room.setCamera(on);
          say(t(on ? "live.told.camera_on" : "live.told.camera_off"));
        }}
        onChat={() => {
          if (sheet.isOpen) sheet.toggle?.();
          setChatOpen(sheet.isOpen || !chatOpen);
        }}
        sheetOpen={sheet.isOpen}
        onSheet={sheet.toggle}
        onLeave={() => setLeaving(true)}
      />
      {chatOpen && !sheet.isOpen && (
        <Chat shown={shown} room={room} large={large.on} onLarge={(on) => setLarge({ on })} onClose={() => setChatOpen(false)} />
      )}
      {sheet.isOpen && (
        <Suspense>
          <Together visitId={visit.id} room={room} shown={shown} onClose={() => sheet.toggle?.()} />
        </Suspense>
      )}
      <p className="hidden" role="status" aria-live="polite">
        {polite}
      </p>
      <Dialog
        isOpen={leaving}
        onClose={() => setLeaving(false)}
        title={t("live.leave.title")}
        actions={
          <>
            <Button kind="stop" onPress={onLeave}>
              {t("live.leave.yes")}
            </Button>
            <Button kind="second" onPress={() => setLeaving(false)} autoFocus>
              {t("live.leave.no")}
            </Button>
          </>
        }
      >
        <p>{t("live.leave.text", { name, time: times.time(visit.endsAt, ownZone()) })}</p>
      </Dialog>
      <Dialog
        isOpen={Boolean(refused)}
        onClose={onRefused}
        mustAnswer
        title={t("live.closed.refused")}
        actions={<Button onPress={onRefused}>{t("live.check.again")}</Button>}
      >
        <Reasons codes={shown.refused?.codes ?? []} />
      </Dialog>
    </div>
  );
}

function Reasons({ codes }: { codes: readonly string[] }) {
  return (
    <>
      {reasonsOf(problem(codes)).map(({ code, what, more }) => (
        <p key={code}>
          <b>{what}</b> {more}
        </p>
      ))}
    </>
  );
}
