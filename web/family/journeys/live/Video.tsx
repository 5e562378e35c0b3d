import { useEffect, useRef, useState } from "react";
import { useWords } from "#web/family/words.ts";
import { Button } from "#web/ui/Button.tsx";

/** A live picture. One's own is a mirror without sound; the other side's plays with sound, and asks for a press where a browser holds it back. */
export function Video({
  stream,
  label,
  own = false,
  onPicture,
}: {
  stream: MediaStream | null;
  label: string;
  own?: boolean;
  /** Told when the first picture is there. */
  onPicture?: () => void;
}) {
  const { t } = useWords();
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
        className={own ? "own" : "far"}
        data-far={own ? undefined : ""}
        aria-label={label}
        autoPlay
        playsInline
        muted={own}
        onLoadedData={onPicture}
      />
      {blocked && !own && (
        <div className="unblock">
          <p>{t("live.sound_blocked")}</p>
          <Button onPress={() => void element.current?.play().then(() => setBlocked(false))}>{t("live.sound_blocked.press")}</Button>
        </div>
      )}
    </>
  );
}
