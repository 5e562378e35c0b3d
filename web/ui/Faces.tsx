import type { Seat } from "#contracts/live.ts";
import { isIn, type Leg } from "#web/live/legs.rules.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import type { live } from "#web/words/en/live.ts";
import { useWords } from "#web/words/words.tsx";
import { Icon } from "./Icon.tsx";
import { LivePicture } from "./LivePicture.tsx";
import { useLegName } from "./leg-name.ts";
import { Face } from "./Person.tsx";

/** Several people of a visit, each in a tile of their own: the picture, or why there is none, and the name; who speaks is ringed. */
export function Faces({ legs, shown, far }: { legs: readonly Leg[]; shown: RoomSnapshot /** Whom the screen is about. */; far?: Seat }) {
  return legs.map((leg) => <Tile key={leg.seat} leg={leg} shown={shown} isFar={leg.seat === far} />);
}

function Tile({ leg, shown, isFar }: { leg: Leg; shown: RoomSnapshot; isFar: boolean }) {
  const { t } = useWords<keyof typeof live>();
  const nameOf = useLegName();
  const name = nameOf(leg);
  const { seat } = leg;
  const reaching = shown.reaching[seat] ?? "none";
  const why = !isIn(leg)
    ? "live.tile.lost"
    : leg.held.picture
      ? "live.tile.held"
      : !leg.camera
        ? "live.tile.camera_off"
        : reaching === "none"
          ? "live.tile.coming"
          : reaching === "both"
            ? null
            : "live.tile.no_picture";
  return (
    <figure className="tile-face" data-seat={seat} data-speaking={shown.speaking === seat ? "yes" : undefined}>
      <LivePicture stream={shown.people[seat] ?? null} label={t("live.far", { name })} kind={isFar ? "far" : "one"} />
      {why && (
        <div className="tile-cover">
          <Face name={name} />
          <span>{t(why)}</span>
        </div>
      )}
      <figcaption>
        {(!leg.microphone || leg.held.sound) && isIn(leg) && (
          <>
            <Icon name="microphone-off" />
            <span className="hidden">{t(leg.held.sound ? "live.held.far" : "live.far.muted", { name })}</span>
          </>
        )}
        <span className="tile-name">{name}</span>
      </figcaption>
    </figure>
  );
}
