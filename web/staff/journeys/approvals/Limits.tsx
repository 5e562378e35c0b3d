import { useState } from "react";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { ConnectionAct } from "./ConnectionAct.tsx";
import type { Detail } from "./Request.tsx";

type Limit = Detail["restrictions"][number];

/** The limits of a connection that nobody has lifted, each with its days and the way to lift it. */
export function Limits({ request }: { request: Detail }) {
  const { t } = useWords();
  const { can } = useHere();
  const [lifting, setLifting] = useState<Limit>();
  if (request.restrictions.length === 0) return null;
  return (
    <div>
      <h3>{t("staff.limits.title")}</h3>
      <ul className="list">
        {request.restrictions.map((limit) => (
          <li key={limit.id} className="spread">
            <LimitWords limit={limit} />
            {can("connection.decide") && (
              <Button
                kind="quiet"
                label={t("staff.limits.lift_for", { limit: t(`staff.limit.${limit.kind}`) })}
                onPress={() => setLifting(limit)}
              >
                {t("staff.limits.lift")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {lifting && <ConnectionAct act={{ kind: "lift", limit: lifting }} request={request} onClose={() => setLifting(undefined)} />}
    </div>
  );
}

/** A limit in words: what it is, its days, and whether it holds now. */
export function LimitWords({ limit }: { limit: Limit }) {
  const { t } = useWords();
  const format = useFormat();
  const day = (at: string) => format.day(at, { month: "short", day: "numeric", year: "numeric" });
  return (
    <span>
      <Pill tone={limit.inForce ? "stop" : "warn"}>{t(`staff.limit.${limit.kind}`)}</Pill>
      <br />
      {limit.untilDay
        ? t("staff.limits.span", { from: day(limit.fromDay), until: day(limit.untilDay) })
        : t("staff.limits.open", { from: day(limit.fromDay) })}
      <br />
      <span className="soft">{t(`staff.why.${limit.reason}`)}</span>
    </span>
  );
}
