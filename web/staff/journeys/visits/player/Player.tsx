import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from "react";
import { api } from "#web/client/api.ts";
import { urlOf } from "#web/client/call.ts";
import { reading } from "#web/client/query.ts";
import type { VisitOfPage } from "#web/staff/journeys/visits/Visit.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { useLegName } from "#web/ui/leg-name.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { Controls } from "./Controls.tsx";
import { Moments } from "./Moments.tsx";
import { actOf, momentsOf, type Playback, STEP_SECONDS } from "./moments.rules.ts";
import { SetMark } from "./SetMark.tsx";
import { Tape } from "./Tape.tsx";
import { Typed } from "./Typed.tsx";
import { useFilm } from "./use-film.ts";

const Drawings = lazy(() => import("#web/staff/journeys/visits/Drawings.tsx"));

interface Look {
  visit: VisitOfPage;
  disclosureId: string;
}

/** The recording itself, as wide as the page lets it be, with all that stands beside it; the server gives it to who stated a purpose. */
export function Player({ visit, disclosureId, onClose }: Look & { onClose: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const params = { facilityId, visitId: visit.id, disclosureId };
  // Each reading stands in the audit, so it is read once a look, and not again by itself.
  const beside = useQuery({ ...reading(api.followRecording, { params }), staleTime: Number.POSITIVE_INFINITY });
  return (
    <section className="card part stack film" aria-labelledby="film">
      <div className="spread">
        <h2 id="film">{t("staff.playback.title")}</h2>
        <Button kind="second" size="small" onPress={onClose}>
          {t("staff.recording.close")}
        </Button>
      </div>
      {beside.error && <Refusal problem={beside.error} />}
      {!beside.data && !beside.error && <Waiting />}
      {beside.data && <Known visit={visit} disclosureId={disclosureId} playback={beside.data} />}
      <p className="soft">{t("staff.recording.logged")}</p>
    </section>
  );
}

function Known({ visit, disclosureId, playback }: Look & { playback: Playback }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const params = { facilityId, visitId: visit.id, disclosureId };
  const video = useRef<HTMLVideoElement>(null);
  const film = useFilm(video, playback.seconds);
  const [marking, setMarking] = useState<number>();
  useEffect(() => video.current?.focus(), []);

  const mark = () => {
    film.stop();
    setMarking(film.second);
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey || marking !== undefined) return;
    const at = event.target as HTMLElement;
    const isField = at.matches("select, textarea, input:not([type=range]):not([type=radio]):not([type=checkbox])");
    // Arrows choose among the ears, as in every group of choices.
    const isChoice = at.matches("[type=radio]") && event.key !== "m";
    const act = actOf(event.key, isField || isChoice ? "field" : at.matches("button, a, [type=checkbox]") ? "button" : "other");
    if (!act) return;
    event.preventDefault();
    if (act === "play") film.toggle();
    else if (act === "mark") mark();
    else film.step(act === "back" ? -STEP_SECONDS : STEP_SECONDS);
  };
  const nameOf = useNames(visit, playback);
  const moments = momentsOf(playback, visit.timeline);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the player, whatever of it has the focus; each act has a button, too.
    <div className="stack" onKeyDown={press}>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody captions a family's visit; what was typed stands beside it. */}
      <video
        ref={video}
        className="player"
        tabIndex={0}
        preload="metadata"
        playsInline
        aria-label={t("staff.recording.player", { resident: visit.residentName, contact: visit.contactName })}
        src={urlOf(api.playRecording.path, params)}
      />
      <Tape playback={playback} moments={moments} film={film} nameOf={nameOf} />
      <Controls
        film={film}
        seconds={playback.seconds}
        sound={playback.sound}
        names={{ resident: visit.residentName }}
        onMark={mark}
        video={video}
      />
      <div className="film-beside">
        <Typed playback={playback} film={film} nameOf={nameOf} />
        <Moments moments={moments} film={film} visit={visit} />
      </div>
      <Suspense>
        <Drawings visitId={visit.id} disclosureId={disclosureId} video={video} />
      </Suspense>
      {marking !== undefined && (
        <SetMark
          params={params}
          second={marking}
          onClose={() => setMarking(undefined)}
          onSet={(added) => {
            setMarking(undefined);
            queries.setQueryData(reading(api.followRecording, { params }).queryKey, (known: Playback | undefined) =>
              known ? { ...known, marks: [...known.marks.filter(({ id }) => id !== added.id), added] } : known,
            );
          }}
        />
      )}
    </div>
  );
}

/** How people in the recording are called: by name, the two who were expected also where a row lacks it, and staff by their role. */
function useNames(visit: VisitOfPage, { people }: Playback): (seat: string) => string {
  const legName = useLegName();
  return (seat) => {
    const one = people.find((person) => person.seat === seat);
    const expected = seat === "resident" ? visit.residentName : visit.contactName;
    return one ? legName({ role: one.role, name: one.name || expected }) : expected;
  };
}
