import { useQuery } from "@tanstack/react-query";
import { type RefObject, useCallback, useEffect, useMemo, useState } from "react";
import { api } from "#web/client/api.ts";
import { callBytes, urlOf } from "#web/client/call.ts";
import { reading } from "#web/client/query.ts";
import { sheetAt } from "#web/live/together/replay.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { StillSheet } from "#web/ui/together/StillSheet.tsx";

/** What was drawn, in step with the recording: the sheet as it stood at the second that plays. */
export default function Drawings({
  visitId,
  disclosureId,
  video,
}: {
  visitId: string;
  disclosureId: string;
  video: RefObject<HTMLVideoElement | null>;
}) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId } = useHere();
  const params = { facilityId, visitId, disclosureId };
  const { data } = useQuery(reading(api.playTogether, { params }));
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const player = video.current;
    const moved = () => setSeconds(Math.floor(player?.currentTime ?? 0));
    player?.addEventListener("timeupdate", moved);
    return () => player?.removeEventListener("timeupdate", moved);
  }, [video]);
  const start = data?.startsAt ? Date.parse(data.startsAt) : Date.parse(data?.steps[0]?.at ?? "");
  const end = data?.steps.at(-1);
  const length = end ? Math.max(0, Math.ceil((Date.parse(end.at) - start) / 1000)) : 0;
  const now = useMemo(() => (data ? sheetAt(data, start + (seconds + 1) * 1000) : null), [data, start, seconds]);
  const load = useCallback(
    (pictureId: string) => callBytes(urlOf(api.pictureRecorded.path, { facilityId, visitId, disclosureId, pictureId })),
    [facilityId, visitId, disclosureId],
  );
  if (!data || data.steps.length === 0 || !now) return null;
  return (
    <section className="stack gap-3" aria-labelledby="drawings">
      <h3 id="drawings">{t("staff.drawings.title")}</h3>
      <p className="soft">{t("staff.drawings.more")}</p>
      <label className="stack gap-1">
        <span>{t("staff.drawings.at", { time: format.duration(seconds) })}</span>
        <input
          type="range"
          min={0}
          max={Math.max(length, seconds)}
          value={seconds}
          onChange={({ target }) => {
            setSeconds(Number(target.value));
            if (video.current) video.current.currentTime = Number(target.value);
          }}
        />
      </label>
      <StillSheet pages={data.pages} page={now.page} marks={now.marks} load={load} />
    </section>
  );
}
