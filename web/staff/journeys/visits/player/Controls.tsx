import { type RefObject, useState } from "react";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Select } from "#web/ui/Field.tsx";
import { countdown } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { type Ear, ears } from "./ears.ts";
import { type Playback, STEP_SECONDS, speeds } from "./moments.rules.ts";
import type { Film } from "./use-film.ts";

interface ControlsProps {
  film: Film;
  seconds: number;
  sound: Playback["sound"];
  names: { resident: string };
  video: RefObject<HTMLVideoElement | null>;
  onMark: () => void;
}

/** What acts on the player: play, steps, speed, whose sound is heard, and setting a mark. */
export function Controls({ film, seconds, sound, names, video, onMark }: ControlsProps) {
  const { t } = useWords();
  const [speed, setSpeed] = useState<(typeof speeds)[number]>("1");
  const [ear, setEar] = useState<Ear>("all");
  return (
    <div className="stack gap-2">
      <div className="film-acts">
        <Button onPress={film.toggle}>
          <Icon name={film.playing ? "pause" : "play"} />
          {t(film.playing ? "staff.playback.pause" : "staff.playback.play")}
        </Button>
        <Button kind="second" onPress={() => film.step(-STEP_SECONDS)}>
          {t("staff.playback.back")}
        </Button>
        <Button kind="second" onPress={() => film.step(STEP_SECONDS)}>
          {t("staff.playback.ahead")}
        </Button>
        <span className="nums film-clock">{t("staff.playback.where.at", { at: countdown(film.second), of: countdown(seconds) })}</span>
        <span className="grow" />
        <Button kind="second" onPress={onMark}>
          <Icon name="plus" />
          {t("staff.playback.mark")}
        </Button>
        <Button kind="quiet" onPress={() => void video.current?.requestFullscreen()}>
          {t("staff.playback.full")}
        </Button>
      </div>
      <div className="film-ways">
        {sound === "sides" ? (
          <RadioGroup
            label={t("staff.playback.ears")}
            value={ear}
            onChange={(chosen) => {
              setEar(chosen);
              film.hear(chosen);
            }}
            options={ears.map((value) => ({ value, label: t(`staff.playback.ear.${value}`, names) }))}
          />
        ) : (
          <p className="soft">{t("staff.playback.mixed")}</p>
        )}
        <Select
          label={t("staff.playback.speed")}
          value={speed}
          onChange={(chosen) => {
            setSpeed(chosen);
            film.speed(Number(chosen));
          }}
          options={speeds.map((value) => ({ value, label: `${value}×` }))}
        />
      </div>
      <p className="soft">{t("staff.playback.keys")}</p>
    </div>
  );
}
