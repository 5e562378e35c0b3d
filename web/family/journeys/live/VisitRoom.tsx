import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api } from "#web/client/api.ts";
import type { VisitOfPage } from "#web/family/journeys/visits/Visit.tsx";
import { paths } from "#web/family/paths.ts";
import { openEquipment } from "#web/live/equipment.ts";
import { openRoom, roomUrl } from "#web/live/room-driver.ts";
import { Check } from "./Check.tsx";
import { Closed } from "./Closed.tsx";
import { Ended } from "./Ended.tsx";
import { Left } from "./Left.tsx";
import { Room } from "./Room.tsx";
import { useOpened, useSnapshot } from "./use-opened.ts";
import { WaitingRoom } from "./WaitingRoom.tsx";

type Step = "check" | "waiting" | "room" | "left";
const REFUSED_BEFORE_ENTRY = ["visit.not_open_yet", "visit.over", "visit.unknown"];

/** Which step one stands in. The truth is the server's room; a step only says what this page is asked to do. */
export function VisitRoom({ visit }: { visit: VisitOfPage }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [step, setStep] = useState<Step>("check");
  const [again, setAgain] = useState(0);
  const equipment = useOpened(openEquipment, step === "check" || step === "waiting", again);
  const found = useSnapshot(equipment);
  const room = useOpened(() => openRoom({ url: roomUrl("outside", visit.id) }), step === "waiting" || step === "room", again);
  const shown = useSnapshot(room);

  // The record says it once for each change, not at each opening of the page.
  const linked = shown?.link === "open";
  const { camera, microphone, status } = found ?? { camera: false, microphone: false, status: "asking" };
  useEffect(() => {
    if (linked && status === "ready" && isNews(visit.id, `${camera} ${microphone}`)) room?.reportEquipment({ camera, microphone });
  }, [linked, room, status, camera, microphone, visit.id]);

  const stream = found?.stream ?? null;
  useEffect(() => {
    if (step === "waiting" && stream) room?.prepare(stream);
  }, [room, step, stream]);

  const over = shown?.room?.ending !== undefined && shown.room.ending !== null;
  useEffect(() => {
    if (over) void queries.invalidateQueries();
  }, [over, queries]);
  const signedOut = shown?.closed === "signed_out";
  useEffect(() => {
    if (signedOut) void navigate({ to: paths.signIn, search: { back: `/visits/${visit.id}/live` } });
  }, [signedOut, visit.id, navigate]);

  const restart = (to: Step) => {
    setStep(to);
    setAgain((count) => count + 1);
    void queries.invalidateQueries({ queryKey: [api.ownVisit.id] });
  };
  if (shown?.room && over) return <Ended room={shown.room} visitId={visit.id} withName={visit.withName} />;
  if (step === "left") return <Left visit={visit} onBack={() => restart("check")} />;
  const turnedAway = shown?.refused?.codes.some((code) => REFUSED_BEFORE_ENTRY.includes(code)) && !shown.room;
  if (shown && (shown.closed || turnedAway)) return <Closed shown={shown} visitId={visit.id} onHere={() => restart("check")} />;
  if (step === "check" || !room || !shown)
    return (
      <Check
        visit={visit}
        found={found}
        onRetry={() => equipment?.retry()}
        onReady={() => setStep("waiting")}
        isEntering={step !== "check"}
      />
    );
  if (step === "waiting")
    return (
      <WaitingRoom
        visit={visit}
        shown={shown}
        found={found}
        onJoin={() => {
          if (!found?.stream) return;
          room.join(found.stream);
          setStep("room");
        }}
      />
    );
  return (
    <Room
      visit={visit}
      room={room}
      shown={shown}
      onLeave={() => {
        room.leave();
        setStep("left");
      }}
      onRefused={() => restart("check")}
    />
  );
}

/** Whether this tab has told the server something else about its devices, or nothing. */
function isNews(visitId: string, found: string): boolean {
  const key = `throughline.equipment.${visitId}`;
  try {
    if (sessionStorage.getItem(key) === found) return false;
    sessionStorage.setItem(key, found);
  } catch {
    // A browser that keeps nothing tells it again, which harms nobody.
  }
  return true;
}
