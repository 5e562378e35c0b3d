import assert from "node:assert/strict";
import type { Readable } from "node:stream";
import type { Blobs } from "#server/platform/blobs.ts";
import type { Ctx } from "#server/platform/context.ts";
import type { OwnDataWord } from "./words.ts";

interface Whose {
  accountId: string;
  contactId: string;
}
/** What one part of the system keeps about somebody outside, as plain JSON: theirs alone, nobody else's. */
export type Gather = (ctx: Ctx, whose: Whose) => Promise<unknown>;
/** Files of theirs, named as they lie in the ZIP, and read one after the other. */
export type GatherFiles = (ctx: Ctx, blobs: Blobs, whose: Whose) => Promise<{ name: string; open(): Readable }[]>;

const parts = new Map<OwnDataWord, Gather>();
const files = new Map<OwnDataWord, GatherFiles>();

/** Registers, at start, what a domain keeps about people outside. Domains below contacts add theirs here. */
export function registerOwnData(part: OwnDataWord, gather: Gather): void {
  const known = parts.get(part);
  assert(!known || known === gather, `two gatherers for ${part}`);
  parts.set(part, gather);
}

/** Registers, at start, where a domain has files of people outside. */
export function registerOwnFiles(part: OwnDataWord, gather: GatherFiles): void {
  const known = files.get(part);
  assert(!known || known === gather, `two gatherers for the files of ${part}`);
  files.set(part, gather);
}

/** Every part there is, in the order in which they were registered. */
export const ownDataParts = (): ReadonlyMap<OwnDataWord, Gather> => parts;
export const ownFileParts = (): ReadonlyMap<OwnDataWord, GatherFiles> => files;
