import { useEffect, useRef } from "react";

/** One's own picture, mirrored as people know themselves; its sound is never played. */
export function OwnPicture({ stream, label }: { stream: MediaStream | null; label: string }) {
  const video = useStreamed(stream);
  return <video className="own" ref={video} autoPlay playsInline muted aria-label={label} />;
}

/** The other side. `data-far` is where the automated check looks for the first frame. */
export function FarPicture({ stream, label }: { stream: MediaStream | null; label: string }) {
  const video = useStreamed(stream);
  // biome-ignore lint/a11y/useMediaCaption: a live talk; the typed chat stands beside it.
  return <video className="far" data-far="yes" ref={video} autoPlay playsInline aria-label={label} />;
}

function useStreamed(stream: MediaStream | null) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current && video.current.srcObject !== stream) video.current.srcObject = stream;
  }, [stream]);
  return video;
}
