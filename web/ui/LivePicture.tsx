import { useEffect, useRef, useState } from "react";
import type { live } from "#web/words/en/live.ts";
import { useWords } from "#web/words/words.tsx";
import { Button } from "./Button.tsx";

/** One's own (a mirror without sound), whom the screen shows large, or one of several. */
type Kind = "own" | "far" | "one";

/** A live picture. Those of others play with sound, and ask for a press where a browser holds it back. */
export function LivePicture({
  stream,
  label,
  kind,
  muted = kind === "own",
  onPicture,
}: {
  stream: MediaStream | null;
  label: string;
  kind: Kind;
  /** Without sound; one's own always is. */
  muted?: boolean;
  /** Told when the first picture is there. */
  onPicture?: () => void;
}) {
  const { t } = useWords<keyof typeof live>();
  const element = useRef<HTMLVideoElement>(null);
  const [blocked, setBlocked] = useState(false);
  useEffect(() => {
    const video = element.current;
    if (!video) return;
    if (video.srcObject !== stream) video.srcObject = stream;
    if (!stream) return;
    let gone = false;
    const play = () =>
      video.play().then(
        () => !gone && setBlocked(false),
        (error: unknown) => !gone && setBlocked(error instanceof DOMException && error.name === "NotAllowedError"),
      );
    void play();
    // Tracks come and go in the same stream when a broken link is mended; Safari then stands still until it is told to play.
    stream.addEventListener("addtrack", play);
    return () => {
      gone = true;
      stream.removeEventListener("addtrack", play);
    };
  }, [stream]);
  return (
    <>
      <video
        ref={element}
        className={kind}
        data-far={kind === "far" ? "" : undefined}
        aria-label={label}
        autoPlay
        playsInline
        muted={muted}
        onLoadedData={onPicture}
      />
      {blocked && !muted && (
        <div className="unblock">
          <p>{t("live.sound_blocked")}</p>
          <Button onPress={() => void element.current?.play().then(() => setBlocked(false))}>{t("live.sound_blocked.press")}</Button>
        </div>
      )}
    </>
  );
}
