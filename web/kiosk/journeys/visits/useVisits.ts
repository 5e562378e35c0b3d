import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { useServerNow } from "#web/kiosk/shell/Top.tsx";
import { coming, past } from "./coming.ts";

const ASK_EVERY_MS = 15_000;

/** The resident's visits by the server's clock; asked again by itself, since families book while the kiosk is open. */
export function useVisits() {
  const now = useServerNow();
  const { data, error } = useQuery({ ...reading(api.insideVisits), refetchInterval: ASK_EVERY_MS });
  return { now, error, loaded: data !== undefined, next: coming(data ?? [], now), over: past(data ?? [], now) };
}
