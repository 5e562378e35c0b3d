import { type FromParty, sideOf } from "#contracts/live.ts";
import { inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import * as store from "./live.store.ts";
import { type LegState, type LiveParts, type Page, type RoomState, readersOf } from "./room-state.ts";
import { isUnwatched } from "./room-watch.ts";
import { newLine, TAKEN_BACK_MAX, type Typed, takenBackOf, typed, wasRead } from "./typing.rules.ts";

type Sent = Extract<FromParty, { type: "chat" }>;
type Letters = Extract<FromParty, { type: "typing" }>;

/** What was typed in this visit and sent, as every page reads it. */
export async function chatSoFar({ ctx }: LiveParts, room: RoomState) {
  const lines = await store.listChat(ctx.db, room.visit.id);
  return lines.map((line) => ({ ...line, side: sideOf(line.seat), at: line.at.toString() }));
}

/** Nothing is read while the visit is paused; nor, where an officer must watch, before one does, whoever waits for it outside or inside. */
const isSilent = (room: RoomState): boolean => room.status === "paused" || isUnwatched(room);

/** Keeps a line that is finished and shows it to all; said once more under its id, it is there once. While the visit is paused nobody reads anything. */
export async function sayLine(parts: LiveParts, room: RoomState, leg: LegState, page: Page, said: Sent): Promise<void> {
  if (isSilent(room)) throw new AppError(["visit.paused"]);
  const { seat, side } = leg;
  const visitId = room.visit.id;
  // Before the line is: letters under the id of one that was sent are no part of it.
  if (leg.typing?.id !== said.id || (await store.wasSent(parts.ctx.db, { id: said.id, visitId, seat }))) await putAway(parts, room, leg);
  const takenBack = leg.typing ? takenBackOf(leg.typing, said.words) : [];
  const line = { id: said.id, seat, words: said.words, at: parts.ctx.now() };
  if (!(await keep(parts, room, page.locale, { ...line, sent: true, takenBack }))) {
    if (await store.wasSent(parts.ctx.db, { id: said.id, visitId, seat })) return;
    // Put away already, or somebody else's, who had read the id: nobody may silence a line by taking its id first.
    line.id = newId();
    await keep(parts, room, page.locale, { ...line, sent: true, takenBack });
    tellLetters(room, leg, said.id, "");
  }
  leg.typing = null;
  const lines = [{ ...line, side, at: line.at.toString() }];
  for (const each of readersOf(room)) each.page?.send({ type: "chat", lines });
  for (const watch of room.watches.values()) if (watch.flowing) watch.send({ type: "chat", visitId, lines });
}

/** Shows the others the letters of a line in the making. What they have read is kept, also where it is never sent. */
export async function sayLetters(parts: LiveParts, room: RoomState, leg: LegState, { id, words }: Letters): Promise<void> {
  if (isSilent(room)) return;
  if (leg.typing && leg.typing.id !== id) await putAway(parts, room, leg);
  leg.typing = typed(leg.typing ?? newLine(id), words);
  if (leg.typing.takenBack.length >= TAKEN_BACK_MAX) {
    await keepUnsent(parts, room, leg, { ...leg.typing, id: newId(), words: "" });
    leg.typing = { ...leg.typing, takenBack: [] };
  }
  tellLetters(room, leg, id, words);
  if (words === "") await putAway(parts, room, leg);
}

function tellLetters(room: RoomState, leg: LegState, id: string, words: string): void {
  const { seat } = leg;
  const visitId = room.visit.id;
  for (const each of readersOf(room)) if (each !== leg) each.page?.send({ type: "typing", seat, id, words });
  for (const watch of room.watches.values()) if (watch.flowing) watch.send({ type: "typing", visitId, seat, id, words });
}

/** A line that will not be sent any more: its typist took it back, went, or the visit ended. */
export async function putAway(parts: LiveParts, room: RoomState, leg: LegState): Promise<void> {
  const { typing } = leg;
  leg.typing = null;
  if (typing) await keepUnsent(parts, room, leg, typing);
}

async function keepUnsent(parts: LiveParts, room: RoomState, { seat, page }: LegState, typing: Typed): Promise<void> {
  if (!wasRead(typing)) return;
  const { id, takenBack } = typing;
  const line = { seat, words: lastRead(typing), at: parts.ctx.now(), sent: false, takenBack };
  const locale = page?.locale ?? "en";
  // A page of somebody's own making may type under an id that stands: what was read is kept all the same.
  if (!(await keep(parts, room, locale, { ...line, id }))) await keep(parts, room, locale, { ...line, id: newId() });
}

const lastRead = ({ words, takenBack }: Typed): string =>
  words.trim() !== "" ? words : (takenBack.findLast((one) => one.trim() !== "") ?? "");

function keep(
  { ctx }: LiveParts,
  room: RoomState,
  locale: string,
  line: Pick<Parameters<typeof store.insertChat>[1], "id" | "seat" | "words" | "at" | "sent" | "takenBack">,
): Promise<boolean> {
  const { id: visitId, facilityId, keepUntil, roomKind } = room.visit;
  // What lawyer and client write is nobody else's: it is shown, and stands nowhere.
  if (roomKind === "privileged") return Promise.resolve(true);
  return inTransaction(ctx, (tx) => store.insertChat(tx.trx, { ...line, facilityId, visitId, locale, keepUntil }));
}
