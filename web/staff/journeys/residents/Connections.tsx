import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { LimitWords } from "#web/staff/journeys/approvals/Limits.tsx";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";

const tones: Record<string, "good" | "warn" | "stop"> = {
  approved: "good",
  auto_approved: "good",
  suspended: "warn",
  rejected: "stop",
  ended: "stop",
};

/** The people outside whom this resident is connected to, or who asked: where each stands, what limits it, and the way to it. */
export function Connections({ residentId }: { residentId: string }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const rows = useQuery(reading(api.connectionsOfResident, { params: { facilityId, residentId } }));
  return (
    <Part id="connections" title={t("staff.resident.connections")}>
      {rows.error && <Refusal problem={rows.error} />}
      {!rows.data && !rows.error && <Skeleton height="6rem" />}
      {rows.data?.length === 0 && <p className="soft">{t("staff.resident.connections.none")}</p>}
      <ul className="list">
        {rows.data?.map((one) => {
          const waits = one.status === "requested" || one.status === "under_review";
          return (
            <li key={one.id}>
              <div className="spread">
                <span>
                  <Go to={paths.approvals} search={{ ...(waits ? {} : { status: "decided" }), request: one.id }}>
                    {one.contact.name}
                  </Go>
                  <br />
                  <span className="soft">{t(`staff.rel.${one.relationship}`)}</span>
                </span>
                <Pill {...(tones[one.status] ? { tone: tones[one.status] } : {})}>{t(`staff.connection.${one.status}`)}</Pill>
              </div>
              {one.restrictions.map((limit) => (
                <p className="gap-2" key={limit.id}>
                  <LimitWords limit={limit} />
                </p>
              ))}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
