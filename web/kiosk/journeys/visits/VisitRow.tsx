import type { ReactNode } from "react";
import { useGo } from "#web/kiosk/shell/go.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Face } from "#web/ui/Person.tsx";
import type { VisitCard } from "./coming.ts";
import { useVisitWords } from "./words.ts";

/** One visit in a list; the whole row can be pressed. */
export function VisitRow({ visit, now, children }: { visit: VisitCard; now: number; children: ReactNode }) {
  const words = useVisitWords();
  const go = useGo();
  return (
    <button type="button" className="big visit-row" onClick={() => go.visit(visit.id)}>
      <Face name={visit.withName} size="big" />
      <span className="grow">
        <b>{words.when(visit, now)}</b>
        <span>{children}</span>
      </span>
      <Icon name="next" />
    </button>
  );
}
