import assert from "node:assert/strict";
import type { Ctx, Locale } from "#server/platform/context.ts";
import type { LetterFacts } from "./notifications.tables.ts";

/** Whom a letter is for. */
export interface Recipient {
  /** Null for somebody whom a resident named. */
  accountId: string | null;
  email: string;
  realm: "outside" | "staff";
}

export interface Attachment {
  name: string;
  /** A media type, such as `text/calendar; method=REQUEST`. */
  type: string;
  text: string;
}

/** One letter as it is sent. Without `html` it is made from the text. */
export interface Letter {
  subject: string;
  text: string;
  html?: string;
  attachments?: readonly Attachment[];
}

/**
 * Writes one letter in the reader's language, at the moment it is sent; whatever is secret in it is made here and stands
 * nowhere else. `undefined` when there is nothing to say any more.
 */
export type BuildLetter = (ctx: Ctx, facts: LetterFacts, locale: Locale, recipient: Recipient) => Promise<Letter | undefined>;

const builders = new Map<string, BuildLetter>();

/** Registers, at start, how a domain writes one of its letters: `visit.booked`. A name belongs to one builder. */
export function registerLetter(name: string, build: BuildLetter): void {
  const known = builders.get(name);
  assert(!known || known === build, `two builders for the letter ${name}`);
  builders.set(name, build);
}

/** The names of all letters that are registered. */
export const registeredLetters = (): string[] => [...builders.keys()];

/** How to write a letter; undefined for a name that nobody registered. */
export const builderOf = (name: string): BuildLetter | undefined => builders.get(name);
