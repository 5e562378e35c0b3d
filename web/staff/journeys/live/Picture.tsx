import { useEffect, useRef, useState } from "react";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Face } from "#web/ui/Person.tsx";

/** One side's picture while staff watch, in a dark room; initials stand there until it comes. */
export function Picture({
  stream,
  label,
  name,
  muted = false,
}: {
  stream: MediaStream | undefined;
  label: string;
  name: string;
  muted?: boolean;
}) {
  const { t } = useWords();
  const element = useRef<HTMLVideoElement>(null);
  const [blocked, setBlocked] = useState(false);
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    const video = element.current;
    if (!video || !stream) return;
    if (video.srcObject !== stream) video.srcObject = stream;
    let gone = false;
    const play = () =>
      video.play().then(
        () => !gone && setBlocked(false),
        (error: unknown) => !gone && setBlocked(error instanceof DOMException && error.name === "NotAllowedError"),
      );
    void play();
    stream.addEventListener("addtrack", play);
    return () => {
      gone = true;
      stream.removeEventListener("addtrack", play);
    };
  }, [stream]);
  return (
    <div className="picture">
      {!drawn && <Face name={name} tone="plain" />}

      <video ref={element} aria-label={label} autoPlay playsInline muted={muted} onPlaying={() => setDrawn(true)} />
      {blocked && !muted && (
        <Button kind="second" size="small" onPress={() => void element.current?.play().then(() => setBlocked(false))}>
          {t("live.sound_blocked.press")}
        </Button>
      )}
    </div>
  );
}
