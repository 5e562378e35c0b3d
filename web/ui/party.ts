import { useWords } from "#web/words/words.tsx";

type Kind = "child" | "interpreter";

/** "Leo (child) and Ana (interpreter)", in the reader's language. */
export function usePartyWords(): (party: readonly { kind: Kind; name: string }[]) => string {
  const { t, locale } = useWords();
  return (party) => new Intl.ListFormat(locale).format(party.map(({ kind, name }) => t(`shared.guest.${kind}`, { name })));
}
