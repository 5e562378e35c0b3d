import { useQuery } from "@tanstack/react-query";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { visitsStaff } from "#contracts/visits.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { useHere } from "./session.ts";

export type BoardOfDay = AnswerOf<typeof visitsStaff.board>;
export type BoardVisit = BoardOfDay["visits"][number];
export type Need = BoardOfDay["needs"][number];

/** Lateness grows without news; the socket tells the rest at once. */
const REFRESH_MS = 20_000;

/** The board of one day, today without one; the rail, Today and Live share the answer. */
export function useBoard(day?: string) {
  const { facilityId } = useHere();
  return useQuery({ ...reading(api.board, { params: { facilityId }, query: day ? { day } : {} }), refetchInterval: REFRESH_MS });
}

/** Milliseconds that the server's clock is ahead of this one, as of the board's last answer. */
export const offsetOf = (board: { data: BoardOfDay | undefined; dataUpdatedAt: number }): number =>
  board.data ? Date.parse(board.data.now) - board.dataUpdatedAt : 0;

/** Running or about to: somebody is in the waiting room or in the room. */
export const isLive = (visit: BoardVisit): boolean => visit.live !== "none";
