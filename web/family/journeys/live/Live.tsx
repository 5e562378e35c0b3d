import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useRef } from "react";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Failed } from "#web/family/shell/parts.tsx";
import { useWords } from "#web/family/words.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { Plain } from "./Plain.tsx";
import { VisitRoom } from "./VisitRoom.tsx";
import "./live.css";

/** The visit itself, from the check of one's camera to its end; one address, so that a reload comes back to it. */
export default function Live() {
  const { t } = useWords();
  const { visitId = "" } = useParams({ strict: false });
  const visit = useQuery({ ...reading(api.ownVisit, { params: { visitId } }), refetchOnWindowFocus: false });
  const entered = useRef("");
  usePageTitle(visit.data ? t("live.title", { name: visit.data.withName }) : t("family.next.title"));
  if (visit.error && !visit.data)
    return (
      <Plain>
        <Failed problem={visit.error}>
          <Go to={paths.home} look="button" wide>
            {t("shared.missing.home")}
          </Go>
        </Failed>
      </Plain>
    );
  if (!visit.data) return <Waiting />;
  // Who was in the visit reads how it ended in the room itself, also when the page has read meanwhile that it is over.
  const { status } = visit.data;
  if (status === "booked" || status === "in_progress") entered.current = visitId;
  if (entered.current !== visitId) return <Over visitId={visitId} />;
  return <VisitRoom key={visitId} visit={visit.data} />;
}

function Over({ visitId }: { visitId: string }) {
  const { t } = useWords();
  return (
    <Plain>
      <h1>{t("family.live.over")}</h1>
      <p className="lead gap-3">{t("family.live.over.more")}</p>
      <div className="gap-6">
        <Go to={paths.visit} params={{ visitId }} look="button" wide>
          {t("live.ended.record")}
        </Go>
      </div>
    </Plain>
  );
}
