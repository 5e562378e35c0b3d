import { type FromParty, sideOf } from "#contracts/live.ts";
import { inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as store from "./live.store.ts";
import { type LegState, type LiveParts, type Page, type RoomState, readersOf } from "./room-state.ts";
import { newLine, type Typed, typed, wasRead } from "./typing.rules.ts";

type Sent = Extract<FromParty, { type: "chat" }>;
type Letters = Extract<FromParty, { type: "typing" }>;

/** What was typed in this visit and sent, as every page reads it. */
export async function chatSoFar({ ctx }: LiveParts, room: RoomState) {
  const lines = await store.listChat(ctx.db, room.visit.id);
  return lines.map((line) => ({ ...line, side: sideOf(line.seat), at: line.at.toString() }));
}

/** Keeps a line that is finished and shows it to all; said once more under its id, it is there once. While the visit is paused nobody reads anything. */
export async function sayLine(parts: LiveParts, room: RoomState, leg: LegState, page: Page, said: Sent): Promise<void> {
  if (room.status === "paused") throw new AppError(["visit.paused"]);
  const { seat, side } = leg;
  const typing = leg.typing?.id === said.id ? leg.typing : null;
  if (!typing) await putAway(parts, room, leg);
  leg.typing = null;
  const line = { id: said.id, seat, words: said.words, at: parts.ctx.now() };
  if (!(await keep(parts, room, page.locale, { ...line, sent: true, takenBack: typing?.takenBack ?? [] }))) return;
  const lines = [{ ...line, side, at: line.at.toString() }];
  const visitId = room.visit.id;
  for (const each of readersOf(room)) each.page?.send({ type: "chat", lines });
  for (const watch of room.watches.values()) if (watch.flowing) watch.send({ type: "chat", visitId, lines });
}

/** Shows the others the letters of a line in the making. What they have read is kept, also where it is never sent. */
export async function sayLetters(parts: LiveParts, room: RoomState, leg: LegState, { id, words }: Letters): Promise<void> {
  if (room.status === "paused") return;
  if (leg.typing && leg.typing.id !== id) await putAway(parts, room, leg);
  leg.typing = typed(leg.typing ?? newLine(id), words);
  const { seat } = leg;
  const visitId = room.visit.id;
  for (const each of readersOf(room)) if (each !== leg) each.page?.send({ type: "typing", seat, id, words });
  for (const watch of room.watches.values()) if (watch.flowing) watch.send({ type: "typing", visitId, seat, id, words });
  if (words === "") await putAway(parts, room, leg);
}

/** A line that will not be sent any more: its typist took it back, went, or the visit ended. */
export async function putAway(parts: LiveParts, room: RoomState, leg: LegState): Promise<void> {
  const { typing, seat } = leg;
  leg.typing = null;
  if (!typing || !wasRead(typing)) return;
  const { id, takenBack } = typing;
  const words = lastRead(typing);
  await keep(parts, room, leg.page?.locale ?? "en", { id, seat, words, at: parts.ctx.now(), sent: false, takenBack });
}

const lastRead = ({ words, takenBack }: Typed): string =>
  words.trim() !== "" ? words : (takenBack.findLast((one) => one.trim() !== "") ?? "");

function keep(
  { ctx }: LiveParts,
  room: RoomState,
  locale: string,
  line: Pick<Parameters<typeof store.insertChat>[1], "id" | "seat" | "words" | "at" | "sent" | "takenBack">,
): Promise<boolean> {
  const { id: visitId, facilityId, keepUntil } = room.visit;
  return inTransaction(ctx, (tx) => store.insertChat(tx.trx, { ...line, facilityId, visitId, locale, keepUntil }));
}
