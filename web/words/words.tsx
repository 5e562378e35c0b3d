import { i18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { I18nProvider, Trans, useLingui } from "@lingui/react";
import { type ReactElement, type ReactNode, useMemo } from "react";
import type { shared } from "./en/shared.ts";
import { chooseLocale, keepLocale, type Locale } from "./locale.ts";

export type { Locale } from "./locale.ts";
export type Values = Record<string, string | number>;
/** Every app and the parts know these. */
export type SharedId = keyof typeof shared;
type Loader = () => Promise<{ words: Readonly<Record<string, string>> }>;

// Lingui would parse a sentence each time it is said; once is enough.
const compiled = new Map<string, ReturnType<typeof compileMessage>>();
i18n.setMessagesCompiler((message) => {
  const known = compiled.get(message);
  if (known) return known;
  const made = compileMessage(message);
  compiled.set(message, made);
  return made;
});
type Loaders = Record<Locale, Loader>;
let loaders: Loaders | undefined;
/** Words that came later, with the pages that say them. */
const added: Loaders[] = [];

/** Loads the words of the reader's language before the first drawing; the other language's file is not fetched. */
export async function startWords(of: Loaders): Promise<void> {
  loaders = of;
  await setLocale(chooseLocale(), { keep: false });
}

/** Loads more words, which the first screen does not say; whoever draws with them waits for this. */
export async function addWords(of: Loaders): Promise<void> {
  if (added.includes(of)) return;
  const locale = i18n.locale as Locale;
  const { words } = await of[locale]();
  added.push(of);
  // The language may have been changed meanwhile; then all words of the other one are loaded together.
  if (i18n.locale === locale) i18n.load(locale, words);
  else await setLocale(i18n.locale as Locale, { keep: false });
}

/** Changes the language of everything on the page at once, and remembers it in this browser unless told not to. */
export async function setLocale(locale: Locale, { keep = true }: { keep?: boolean } = {}): Promise<void> {
  if (!loaders) throw new Error("startWords() comes first");
  const parts = await Promise.all([loaders, ...added].map((of) => of[locale]()));
  i18n.loadAndActivate({ locale, messages: Object.assign({}, ...parts.map(({ words }) => words)) });
  document.documentElement.lang = locale;
  if (keep) keepLocale(locale);
}

/** Redraws what is inside when the language changes. */
export function WordsProvider({ children }: { children: ReactNode }): ReactElement {
  return <I18nProvider i18n={i18n}>{children}</I18nProvider>;
}

export interface WordsOf<Id extends string> {
  /** The sentence of that id in the reader's language, with its ICU values put in. */
  t: (id: Id, values?: Values) => string;
  locale: Locale;
  setLocale: (locale: Locale) => Promise<void>;
}

/** In Spanish the stop of "9:15 a.m." ends the sentence too; two of them are a mistake. */
const oneStop = (sentence: string): string => sentence.replace(/([ap]\.\s?m\.)\./gu, "$1");

/** `useWords<FamilyId>()`: the sentences of one app; each app's `words.ts` binds it to its own ids. */
export function useWords<Id extends string = SharedId>(): WordsOf<Id | SharedId> {
  const { i18n: current } = useLingui();
  const locale = current.locale as Locale;
  // A new `t` with each language, so that what is made with it is made again.
  return useMemo(() => ({ t: (id, values) => oneStop(current._(id, values)), locale, setLocale }), [current, locale]);
}

/** A sentence outside React: page titles, notices of the live room. */
export const say = (id: string, values?: Values): string => oneStop(i18n._(id, values));

/** Whether a sentence of that id is loaded; refusal codes of a newer server may not be. */
export const knows = (id: string): boolean => id in i18n.messages;

/** The ids of all loaded sentences that begin so: for lists of everything that can be said of one kind. */
export const idsWith = (prefix: string): string[] => Object.keys(i18n.messages).filter((id) => id.startsWith(prefix));

/** A sentence with elements in it: `<Rich id="…" tags={{ b: <b /> }} />` for "We gave back <b>{amount}</b>." */
export function Rich<Id extends string>({
  id,
  values,
  tags,
}: {
  id: Id;
  values?: Values;
  tags: Record<string, ReactElement>;
}): ReactElement {
  return <Trans id={id} {...(values ? { values } : {})} components={tags} />;
}
