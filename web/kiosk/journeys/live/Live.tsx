import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api } from "#web/client/api.ts";
import { problem } from "#web/client/problem.ts";
import { reading } from "#web/client/query.ts";
import { Foot } from "#web/kiosk/shell/Done.tsx";
import { useGo } from "#web/kiosk/shell/go.ts";
import { useHeld } from "#web/kiosk/shell/idle.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { prove } from "#web/kiosk/station-key.ts";
import { useWords } from "#web/kiosk/words.ts";
import { openEquipment } from "#web/live/equipment.ts";
import { farLeg } from "#web/live/legs.rules.ts";
import { openRoom, roomUrl } from "#web/live/room-driver.ts";
import type { Equipment, EquipmentSnapshot, RoomHandle, RoomSnapshot } from "#web/live/room-types.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { Check } from "./Check.tsx";
import { Ended } from "./Ended.tsx";
import { Room } from "./Room.tsx";
import { useOwned } from "./useOwned.ts";
import { WaitingRoom } from "./WaitingRoom.tsx";

/** A visit from the equipment check to its end; entering anew starts with a fresh socket and fresh devices. */
export default function Live() {
  const { visitId = "" } = useParams({ strict: false });
  const [turn, setTurn] = useState(0);
  return <OneTurn key={`${visitId} ${turn}`} visitId={visitId} onAgain={() => setTurn(turn + 1)} />;
}

/** The room's socket, answering its challenge with this station's proof over the socket's own path. */
function openHere(visitId: string): RoomHandle {
  const url = roomUrl("inside", visitId);
  const { pathname, search } = new URL(url);
  return openRoom({ url, prove: (nonce) => prove({ method: "GET", path: pathname + search, body: "", nonce }) });
}

function OneTurn({ visitId, onAgain }: { visitId: string; onAgain: () => void }) {
  const { t } = useWords();
  const go = useGo();
  const { data: visit } = useQuery(reading(api.insideVisit, { params: { visitId } }));
  const room = useOwned<RoomSnapshot, RoomHandle>(() => openHere(visitId), visitId);
  const equipment = useOwned<EquipmentSnapshot, Equipment>(openEquipment, visitId);
  const [step, setStep] = useState<"check" | "wait" | "in" | "left">("check");

  const snapshot = room?.[1];
  const over = step === "left" || snapshot?.closed != null || snapshot?.room?.ending != null;
  useHeld(!over);
  const handle = room?.[0];
  const devices = equipment?.[0];
  // Camera and microphone go off the moment it is over, not when the person leaves the last screen.
  useEffect(() => {
    if (!over) return;
    handle?.close();
    devices?.close();
  }, [over, handle, devices]);

  if (!room || !equipment || !snapshot || !handle || !devices) return <Waiting />;
  const far = snapshot.room ? farLeg(snapshot.room) : undefined;
  const name = far?.name ?? visit?.withName ?? "";
  if (snapshot.closed === "refused" && !snapshot.room?.ending)
    return (
      <KioskScreen title={t("live.closed.refused")} foot={<Foot onBack={go.home} />}>
        <Refusal problem={problem(snapshot.refused?.codes ?? ["visit.unknown"], { facts: { ...snapshot.refused?.facts } })} />
      </KioskScreen>
    );
  if (over)
    return <Ended room={snapshot.room} closed={snapshot.closed} left={step === "left"} name={name} visitId={visitId} onAgain={onAgain} />;
  const found = equipment[1];
  if (step === "check")
    return (
      <Check
        equipment={found}
        room={snapshot.room}
        onRetry={devices.retry}
        onGoOn={() => {
          handle.reportEquipment({ camera: found.camera, microphone: found.microphone });
          if (found.stream) handle.prepare(found.stream);
          setStep("wait");
        }}
        onBack={go.home}
      />
    );
  if (step === "wait")
    return (
      <WaitingRoom
        snapshot={snapshot}
        stream={found.stream}
        name={name}
        onJoin={() => {
          if (!found.stream) return;
          handle.join(found.stream);
          // The stream is the room's now; this only stops the level meter.
          devices.close();
          setStep("in");
        }}
        onBack={go.home}
      />
    );
  return (
    <Room
      handle={handle}
      snapshot={snapshot}
      name={name}
      onLeave={() => {
        handle.leave();
        setStep("left");
      }}
    />
  );
}
