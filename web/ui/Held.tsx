import { useEffect, useRef, useState } from "react";
import type { Room, Seat } from "#contracts/live.ts";
import { isIn, ownLeg } from "#web/live/legs.rules.ts";
import type { live } from "#web/words/en/live.ts";
import { useWords } from "#web/words/words.tsx";
import { Icon } from "./Icon.tsx";
import { useLegName } from "./leg-name.ts";

/** Whom staff muted and whose camera they turned off: oneself first, then the others. Read out when it begins, and when one's own is over. */
export function Held({ room, covered }: { room: Room | null /** Whose picture says so itself. */; covered?: Seat | undefined }) {
  const { t } = useWords<keyof typeof live>();
  const nameOf = useLegName();
  const own = room ? ownLeg(room)?.held : undefined;
  const before = useRef(own);
  const [lifted, setLifted] = useState("");
  useEffect(() => {
    const was = before.current;
    before.current = own;
    const news = [
      was?.sound && own && !own.sound ? t("live.held.you_again") : "",
      was?.picture && own && !own.picture ? t("live.held.you_camera_again") : "",
    ].filter(Boolean);
    if (news.length > 0) setLifted(news.join(" "));
    else if (own?.sound || own?.picture) setLifted("");
  }, [own, t]);
  const others = room?.legs.filter((leg) => leg.seat !== room.seat && isIn(leg)) ?? [];
  return (
    <div role="status" className="watches held">
      {own?.sound && <HeldLine icon="microphone-off" words={t("live.held.you")} />}
      {own?.picture && <HeldLine icon="camera-off" words={t("live.held.you_camera")} />}
      {others.flatMap((leg) => [
        leg.held.sound && <HeldLine key={`${leg.seat} sound`} icon="microphone-off" words={t("live.held.far", { name: nameOf(leg) })} />,
        leg.held.picture && leg.seat !== covered && (
          <HeldLine key={leg.seat} icon="camera-off" words={t("live.held.far_camera", { name: nameOf(leg) })} />
        ),
      ])}
      <span className="hidden">{lifted}</span>
    </div>
  );
}

function HeldLine({ icon, words }: { icon: "microphone-off" | "camera-off"; words: string }) {
  return (
    <p className="notice">
      <Icon name={icon} />
      <span>{words}</span>
    </p>
  );
}
