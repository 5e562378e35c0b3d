import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { useWords } from "#web/staff/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";

export const PASSWORD_LENGTH_MIN = 12;

/** Good enough to catch a slip of the finger; the server decides. */
export const looksLikeEmail = (typed: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(typed.trim());

/** The token at the end of a link from a letter: after `#`, so that no server on the way logs it. */
export const linkToken = (hash: string): string => new URLSearchParams(hash.replace(/^#/, "")).get("token") ?? hash.replace(/^#/, "");

/** What is wrong with an address, in words; undefined where nothing is. */
export function useTypedWords() {
  const { t } = useWords();
  return {
    email: (typed: string) =>
      typed.trim() === "" ? t("shared.field.required") : looksLikeEmail(typed) ? undefined : t("shared.field.email"),
    filled: (typed: string) => (typed.trim() === "" ? t("shared.field.required") : undefined),
    newPassword: (typed: string) =>
      typed.length < PASSWORD_LENGTH_MIN ? t("shared.field.short", { min: PASSWORD_LENGTH_MIN }) : undefined,
  };
}

/** A form that says what is missing only after it was sent, and puts the reader at the first thing to mend. */
export function useForm<Name extends string>(wrong: Record<Name, string | undefined>, send: () => void) {
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const first = (Object.keys(wrong) as Name[]).find((name) => wrong[name]);
    if (first) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    else send();
  };
  return {
    form: { ref: form, onSubmit, noValidate: true },
    wrong: (name: Name): string | undefined => (tried ? wrong[name] : undefined),
    again: () => setTried(false),
  };
}

/** A page before one is signed in: its title, one sentence, and what is asked. */
export function Start({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  usePageTitle(title);
  return (
    <>
      <h1>{title}</h1>
      <Rule />
      {lead && <p className="lead gap-4">{lead}</p>}
      {children}
    </>
  );
}
