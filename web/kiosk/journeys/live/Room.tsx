import { lazy, Suspense, useEffect, useState } from "react";
import { useWords } from "#web/kiosk/words.ts";
import { farLeg, othersIn } from "#web/live/legs.rules.ts";
import type { RoomHandle, RoomSnapshot } from "#web/live/room-types.ts";
import { failing, weakLine } from "#web/live/weak.rules.ts";
import { Button } from "#web/ui/Button.tsx";
import { Captions } from "#web/ui/Captions.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Faces } from "#web/ui/Faces.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Held } from "#web/ui/Held.tsx";
import { LivePicture } from "#web/ui/LivePicture.tsx";
import { useLegName } from "#web/ui/leg-name.ts";
import { useWarningWords } from "#web/ui/live-words.ts";
import { Notice } from "#web/ui/Stage.tsx";
import { useSheetOpen } from "#web/ui/sheet-open.ts";
import { useDraft } from "#web/ui/useDraft.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Chat } from "./Chat.tsx";
import { Deck } from "./Deck.tsx";
import { Over } from "./Over.tsx";
import { noticeOf } from "./telling.ts";
import { Watches } from "./Watches.tsx";

const Together = lazy(() => import("./Together.tsx"));

const LINE_SHOWN_MS = 10_000;

/** The visit: the other side in a dark room, what both must know above, time and controls below. */
export function Room({
  handle,
  snapshot,
  name,
  onLeave,
}: {
  handle: RoomHandle;
  snapshot: RoomSnapshot;
  name: string;
  onLeave: () => void;
}) {
  const { t } = useWords();
  const format = useFormat();
  usePageTitle(t("live.title", { name }));
  const [leaving, setLeaving] = useState(false);
  const [chatOpen, setChatOpen] = useState(false);
  // Kept across reloads of this tab: nobody has to confirm twice that they have read a warning.
  const [read, setRead] = useDraft("read-notice", { id: "" });
  const [large, setLarge] = useDraft<{ on: boolean }>("large-words", { on: false });
  const [seen, setSeen] = useState(snapshot.chat.length);
  const { room, chat } = snapshot;
  useEffect(() => {
    if (chatOpen) setSeen(chat.length);
  }, [chatOpen, chat.length]);

  const sheet = useSheetOpen(handle.together, room);
  const notice = noticeOf(snapshot, read.id);
  const warningWords = useWarningWords();
  const warned = notice ? warningWords(notice) : { who: "", words: "", lang: undefined };
  const recording =
    room?.kind !== "recorded" ? "live.unrecorded" : room.recording === "starting" ? "live.recorded.starting" : "live.recorded";
  const latest = chat.at(-1);
  const fresh =
    !chatOpen && latest && latest.seat !== room?.seat && snapshot.now - Date.parse(latest.at) < LINE_SHOWN_MS ? latest : undefined;
  const weak = weakLine(room);
  const fails = failing(room);
  const nameOf = useLegName();
  const far = room ? farLeg(room) : undefined;
  const others = room ? othersIn(room) : [];
  const from = room?.legs.find(({ seat }) => seat === fresh?.seat);
  return (
    <main
      className="stage kroom"
      id="main"
      tabIndex={-1}
      data-chat={chatOpen && !sheet.isOpen ? "open" : undefined}
      data-sheet={sheet.isOpen ? "open" : undefined}
    >
      <h1 className="hidden">{t("live.title", { name })}</h1>
      {others.length > 1 ? (
        <div className="faces" data-people={others.length}>
          <Faces legs={others} shown={snapshot} {...(far ? { far: far.seat } : {})} />
        </div>
      ) : (
        <LivePicture stream={(far && snapshot.people[far.seat]) ?? null} label={t("live.far", { name })} kind="far" />
      )}
      <Over snapshot={snapshot} name={name} />
      <div className="over">
        <Notice kind={room?.kind === "recorded" ? "recorded" : "plain"}>{t(recording)}</Notice>
        <Watches room={room} />
        <Held room={room} covered={far?.seat} />
        {sheet.isOffered && <Notice>{t("live.sheet.opened", { name })}</Notice>}
        {weak && <Notice>{t(`live.weak.${weak}`, { name: far ? nameOf(far) : name })}</Notice>}
        {fails && <Notice>{t(`live.fails.${fails}`, { name: far ? nameOf(far) : name })}</Notice>}
        {others.length < 2 && far?.microphone === false && !far.held.sound && <Notice>{t("live.far.muted", { name })}</Notice>}
      </div>
      <figure className="self">
        {snapshot.camera ? <LivePicture stream={snapshot.local} label={t("live.self")} kind="own" /> : <p>{t("live.self.camera_off")}</p>}
        <figcaption>{snapshot.microphone ? t("kiosk.live.you") : t("kiosk.live.you_muted")}</figcaption>
      </figure>
      <div className="says" aria-live="assertive">
        {notice?.code === "warning" && (
          <div className="says-warning">
            <p className="lead">
              <b>{warned.who}</b> <span lang={warned.lang}>{warned.words}</span>
            </p>
            <Button onPress={() => setRead({ id: notice.id })}>{t("live.notice.seen")}</Button>
          </div>
        )}
        {notice && notice.code !== "warning" && <p className="says-time lead">{t(`live.notice.${notice.code}`)}</p>}
        {fresh && <p className="hidden">{t("live.chat.said", { who: from ? nameOf(from) : name, words: fresh.words })}</p>}
        {!chatOpen && <Captions shown={snapshot} standing={large.on} />}
      </div>
      {chatOpen && !sheet.isOpen && room && (
        <Chat
          room={room}
          lines={chat}
          handle={handle}
          snapshot={snapshot}
          large={large.on}
          onLarge={(on) => setLarge({ on })}
          onClose={() => setChatOpen(false)}
        />
      )}
      <Deck
        handle={handle}
        snapshot={snapshot}
        unread={chatOpen ? 0 : chat.slice(seen).filter(({ seat }) => seat !== room?.seat).length}
        chatOpen={chatOpen && !sheet.isOpen}
        onChat={() => {
          if (sheet.isOpen) sheet.toggle?.();
          setChatOpen(sheet.isOpen || !chatOpen);
        }}
        sheetOpen={sheet.isOpen}
        onSheet={sheet.toggle}
        onLeave={() => setLeaving(true)}
      />
      {sheet.isOpen && (
        <Suspense>
          <Together handle={handle} snapshot={snapshot} onClose={() => sheet.toggle?.()} />
        </Suspense>
      )}
      <Dialog
        isOpen={leaving}
        onClose={() => setLeaving(false)}
        title={t("live.leave.title")}
        actions={
          <>
            <Button kind="stop" onPress={onLeave}>
              {t("live.leave.yes")}
            </Button>
            <Button kind="second" onPress={() => setLeaving(false)}>
              {t("live.leave.no")}
            </Button>
          </>
        }
      >
        {room && <p className="lead">{t("live.leave.text", { name, time: format.time(room.endsAt, room.timeZone) })}</p>}
      </Dialog>
    </main>
  );
}
