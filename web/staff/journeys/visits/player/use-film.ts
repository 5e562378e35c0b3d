import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { type Ear, openEars } from "./ears.ts";

/** The state of the file that plays, and what can be done with it. */
export function useFilm(video: RefObject<HTMLVideoElement | null>, seconds: number) {
  const [second, setSecond] = useState(0);
  const [playing, setPlaying] = useState(false);
  const opened = useRef<ReturnType<typeof openEars>>(undefined);
  useEffect(() => {
    const film = video.current;
    if (!film) return;
    const told = () => {
      setSecond(film.currentTime);
      setPlaying(!film.paused && !film.ended);
    };
    for (const name of heard) film.addEventListener(name, told);
    return () => {
      for (const name of heard) film.removeEventListener(name, told);
    };
  }, [video]);
  useEffect(() => () => opened.current?.close(), []);
  const jump = useCallback(
    (to: number) => {
      const film = video.current;
      if (!film) return;
      film.currentTime = Math.min(seconds, Math.max(0, to));
      setSecond(film.currentTime);
    },
    [video, seconds],
  );
  return {
    second,
    playing,
    jump,
    step: (by: number) => jump((video.current?.currentTime ?? 0) + by),
    stop: () => video.current?.pause(),
    toggle: () => {
      const film = video.current;
      // A file that can't be played says so by itself, in the place of its picture.
      if (film?.paused) film.play().catch(() => {});
      else film?.pause();
    },
    speed: (rate: number) => {
      if (video.current) video.current.playbackRate = rate;
    },
    hear: (ear: Ear) => {
      if (!video.current || (ear === "all" && !opened.current)) return;
      opened.current ??= openEars(video.current);
      opened.current.hear(ear);
    },
  };
}

const heard = ["timeupdate", "seeked", "play", "pause", "ended"] as const;
export type Film = ReturnType<typeof useFilm>;
