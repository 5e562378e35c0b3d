import type { Call } from "./command.ts";

const LENGTH_MAX = 100;

/** Reads the options of a verb one by one, and keeps every reason why one of them will not do. */
export interface Asking {
  /** One line for each option that is missing or wrong: which, why, and what to do. */
  refusals: string[];
  refuse(name: string, why: string): undefined;
  given(name: string): boolean;
  /** A name as a person types it, single-spaced; without an example it may be left out. */
  text(name: string, example?: string): string | undefined;
  /** Each of an option that may be given more than once. */
  texts(name: string): string[];
  oneOf<T extends string>(name: string, choices: readonly T[], fallback?: T): T | undefined;
  number(name: string, limits: { min: number; max: number; fallback: number }): number | undefined;
}

/** Begins to read what somebody typed. */
export function asking(values: Call["values"], positionals: readonly string[]): Asking {
  const refusals: string[] = [];
  const refuse = (name: string, why: string): undefined => {
    refusals.push(`--${name}: ${why}`);
  };
  const [stray] = positionals;
  if (stray !== undefined) refusals.push(`"${stray}" belongs to no option. Put names of several words in quotes.`);

  const given = (name: string) => values[name] !== undefined;
  const raw = (name: string) => (typeof values[name] === "string" ? plain(values[name]) : undefined);
  const checked = (name: string, words: string) => {
    if (words === "" || words.length > LENGTH_MAX) return refuse(name, `takes 1 to ${LENGTH_MAX} letters.`);
    return /\p{Cc}/u.test(words) ? refuse(name, "has a sign in it that cannot be read. Type it again.") : words;
  };
  return {
    refusals,
    refuse,
    given,
    text(name, example) {
      const words = raw(name);
      if (words !== undefined) return checked(name, words);
      return example === undefined ? undefined : refuse(name, `is missing. Say it like --${name} "${example}".`);
    },
    texts: (name) => {
      const all = Array.isArray(values[name]) ? values[name] : [];
      const good = all.flatMap((one) => checked(name, plain(String(one))) ?? []);
      return good.filter((one, at) => good.findIndex((other) => other.toLowerCase() === one.toLowerCase()) === at);
    },
    oneOf(name, choices, fallback) {
      const word = raw(name)?.toLowerCase();
      if (word === undefined && fallback !== undefined) return fallback;
      const found = choices.find((choice) => choice === word);
      return (
        found ??
        refuse(name, word === undefined ? `is missing. Say ${either(choices)}.` : `"${word}" is not known. Say ${either(choices)}.`)
      );
    },
    number(name, { min, max, fallback }) {
      const word = raw(name);
      if (word === undefined) return fallback;
      const number = /^\d+$/.test(word) ? Number(word) : Number.NaN;
      return number >= min && number <= max ? number : refuse(name, `takes a whole number from ${min} to ${max}.`);
    },
  };
}

const plain = (words: string) => words.normalize("NFC").replaceAll(/\s+/g, " ").trim();
const either = (choices: readonly string[]) => choices.join(" or ");
