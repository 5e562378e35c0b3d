import { useCallback, useState } from "react";

/**
 * What was typed so far, kept across reloads of this tab under `key`, until `forget()`. Never for passwords or PINs.
 * A kept draft of another shape (an older page) is dropped.
 */
export function useDraft<Draft extends Record<string, string | boolean>>(
  key: string,
  empty: Draft,
): [Draft, (change: Partial<Draft>) => void, () => void] {
  const kept = `throughline.draft.${key}`;
  const [draft, setDraft] = useState<Draft>(() => read(kept, empty));
  const change = useCallback(
    (part: Partial<Draft>) =>
      setDraft((before) => {
        const after = { ...before, ...part };
        write(kept, JSON.stringify(after));
        return after;
      }),
    [kept],
  );
  const forget = useCallback(() => write(kept, undefined), [kept]);
  return [draft, change, forget];
}

function read<Draft extends Record<string, string | boolean>>(kept: string, empty: Draft): Draft {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(kept) ?? "null");
    if (typeof found !== "object" || found === null) return empty;
    const fits = Object.entries(empty).every(([name, value]) => typeof (found as Record<string, unknown>)[name] === typeof value);
    return fits ? (found as Draft) : empty;
  } catch {
    return empty;
  }
}

function write(kept: string, text: string | undefined): void {
  try {
    if (text === undefined) sessionStorage.removeItem(kept);
    else sessionStorage.setItem(kept, text);
  } catch {
    // A browser that keeps nothing loses the draft on reload, and only then.
  }
}
