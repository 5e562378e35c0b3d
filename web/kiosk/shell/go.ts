import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { paths } from "#web/kiosk/paths.ts";

/** Ways through the kiosk. Each replaces the last page: the browser's own Back button has nothing to show. */
export function useGo() {
  const router = useRouter();
  return useMemo(() => {
    const to = (path: string, params: Record<string, string> = {}) => void router.navigate({ to: path, params, replace: true });
    return {
      home: () => to(paths.home),
      rights: () => to(paths.rights),
      people: () => to(paths.people),
      name: () => to(paths.name),
      lawyer: () => to(paths.lawyer),
      wallet: () => to(paths.wallet),
      statement: () => to(paths.statement),
      visits: () => to(paths.visits),
      visit: (visitId: string) => to(paths.visit, { visitId }),
      cancel: (visitId: string) => to(paths.cancel, { visitId }),
      live: (visitId: string) => to(paths.live, { visitId }),
    };
  }, [router]);
}
