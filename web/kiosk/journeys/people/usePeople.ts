import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { byStanding } from "./standing.ts";

const ASK_EVERY_MS = 15_000;

/** The resident's people by where they stand; asked again by itself, since staff decide while the kiosk is open. */
export function usePeople() {
  const { data, error } = useQuery({ ...reading(api.insideConnections), refetchInterval: ASK_EVERY_MS });
  return { error, loaded: data !== undefined, ...byStanding(data ?? []) };
}
