import { useState } from "react";
import { LivePicture } from "#web/ui/LivePicture.tsx";
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
  const [drawn, setDrawn] = useState(false);
  return (
    <div className="picture">
      {!drawn && <Face name={name} tone="plain" />}
      <LivePicture stream={stream ?? null} label={label} kind="one" muted={muted} onPicture={() => setDrawn(true)} />
    </div>
  );
}
