import assert from "node:assert/strict";
import type { Ctx } from "#server/platform/context.ts";
import type { OwnDataWord } from "./words.ts";

/** What one part of the system keeps about somebody outside, as plain JSON: theirs alone, nobody else's. */
export type Gather = (ctx: Ctx, whose: { accountId: string; contactId: string }) => Promise<unknown>;

const parts = new Map<OwnDataWord, Gather>();

/** Registers, at start, what a domain keeps about people outside. Domains below contacts add theirs here. */
export function registerOwnData(part: OwnDataWord, gather: Gather): void {
  const known = parts.get(part);
  assert(!known || known === gather, `two gatherers for ${part}`);
  parts.set(part, gather);
}

/** Every part there is, in the order in which they were registered. */
export const ownDataParts = (): ReadonlyMap<OwnDataWord, Gather> => parts;
