import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Room } from "#contracts/live.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { firstName } from "#web/family/journeys/visits/visit-words.ts";
import { paths } from "#web/family/paths.ts";
import { Cost } from "#web/family/shell/Cost.tsx";
import { Go } from "#web/family/shell/Go.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { type Id, useWords } from "#web/family/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { knows } from "#web/words/words.tsx";
import { Plain } from "./Plain.tsx";

/** The visit is over: why, for how long they were connected, and where its record is. */
export function Ended({ room, visitId, withName }: { room: Room; visitId: string; withName: string }) {
  const { t } = useWords();
  const times = useTimes();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const visit = useQuery({ ...reading(api.ownVisit, { params: { visitId } }), staleTime: 0 });
  const { ending, connectedSeconds } = room;
  const name = firstName(withName);
  const why =
    ending?.code === "left"
      ? t(ending.by === room.me ? "live.ended.left_you" : "live.ended.left_them", { name })
      : t(`live.ended.${ending?.code ?? "on_time"}` as Id, { name });
  const reasonId = `live.reason.${ending?.reason}`;
  return (
    <Plain>
      <h1 tabIndex={-1} ref={heading}>
        {t("live.ended.title")}
      </h1>
      <Rule />
      <p className="lead gap-4">{why}</p>
      {ending?.reason && knows(reasonId) && <p className="gap-2">{t("live.reason", { reason: t(reasonId as Id) })}</p>}
      <section className="card gap-6">
        <p>{connectedSeconds > 0 ? t("live.ended.talked", { time: times.duration(connectedSeconds) }) : t("live.ended.not_talked")}</p>
        <p className="price">
          <Cost cost={visit.data?.cost} />
        </p>
      </section>
      <div className="stack gap-6">
        <Go to={paths.visit} params={{ visitId }} look="button" wide>
          {t("live.ended.record")}
        </Go>
        <Go to={paths.home} look="second" wide>
          {t("shared.missing.home")}
        </Go>
      </div>
    </Plain>
  );
}
