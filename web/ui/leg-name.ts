import { useCallback } from "react";
import type { Leg } from "#web/live/legs.rules.ts";
import type { live } from "#web/words/en/live.ts";
import { knows, useWords } from "#web/words/words.tsx";

type LiveId = keyof typeof live;

/** How somebody in a visit is called: by name, and staff by the role in which they take part. */
export function useLegName(): (leg: Pick<Leg, "name" | "role">) => string {
  const { t } = useWords<LiveId>();
  return useCallback(
    ({ name, role }) => {
      const id = `live.role.${role}`;
      return role === null ? name : t(knows(id) ? (id as LiveId) : "live.role.staff");
    },
    [t],
  );
}
