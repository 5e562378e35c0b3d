/** One thing that is asked for on the way in. */
export interface Asked {
  id: string;
  label: string;
  hint?: string;
  /** `number`: mostly digits, letters on request; `code`: letters and digits; `secret`: exactly six digits, never shown. */
  kind: "number" | "code" | "secret";
}

export const PIN_LENGTH = 6;
const LENGTH_MAX = 20;
const LENGTH_MIN = { number: 3, code: 6, secret: PIN_LENGTH };

/** What is typed after one more key; a key that does not belong there changes nothing. */
export function typed(kind: Asked["kind"], value: string, key: string): string {
  const fits = kind === "secret" ? /^\d$/ : /^[\dA-Za-z-]$/;
  const max = kind === "secret" ? PIN_LENGTH : LENGTH_MAX;
  return fits.test(key) && value.length < max ? value + key.toUpperCase() : value;
}

/** Whether enough is typed to go on. */
export const isEnough = (kind: Asked["kind"], value: string): boolean => value.length >= LENGTH_MIN[kind];
