import { parseDate } from "@internationalized/date";

/** Whom a resident is about to name, as far as it is typed. */
export interface Naming {
  relationship: "" | "parent" | "child" | "spouse" | "partner" | "sibling" | "grandparent" | "other_family" | "friend";
  givenName: string;
  familyName: string;
  /** Month, day and year as eight digits; none where the resident does not know. */
  birth: string;
  way: "" | "letter" | "phone";
  email: string;
  phone: string;
}
export type Step = "relationship" | "givenName" | "familyName" | "birth" | "way" | "email" | "phone" | "check";
export type Typed = Extract<Step, "givenName" | "familyName" | "birth" | "email" | "phone">;

export const EMPTY: Naming = { relationship: "", givenName: "", familyName: "", birth: "", way: "", email: "", phone: "" };
const BIRTH_DIGITS = 8;
const limits = {
  givenName: { fits: /^[\p{L}' -]$/u, max: 100 },
  familyName: { fits: /^[\p{L}' -]$/u, max: 100 },
  birth: { fits: /^\d$/, max: BIRTH_DIGITS },
  email: { fits: /^[\w.+@-]$/, max: 254 },
  phone: { fits: /^\d$/, max: 15 },
} as const;

/** The screens of one naming, in their order. */
export const stepsOf = ({ way }: Naming): Step[] => [
  "relationship",
  "givenName",
  "familyName",
  "birth",
  "way",
  way === "phone" ? "phone" : "email",
  "check",
];

/** What is typed after one more key; a key that does not belong there changes nothing. */
export function typed(step: Typed, value: string, key: string): string {
  const { fits, max } = limits[step];
  if (!fits.test(key) || value.length >= max || (key === " " && value === "")) return value;
  return value + (step === "email" ? key.toLowerCase() : key);
}

/** The calendar day that eight digits name, or undefined: no February 30. */
export function birthDay(digits: string): string | undefined {
  if (digits.length !== BIRTH_DIGITS) return undefined;
  try {
    return parseDate(`${digits.slice(4)}-${digits.slice(0, 2)}-${digits.slice(2, 4)}`).toString();
  } catch {
    return undefined;
  }
}

/** The eight digits with their strokes, as far as they are there. */
export const birthShown = (digits: string): string =>
  [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)].filter((part) => part !== "").join("/");

/** Whether enough is given to go on. */
export function isReady(step: Step, naming: Naming): boolean {
  if (step === "relationship" || step === "way") return naming[step] !== "";
  if (step === "birth") return birthDay(naming.birth) !== undefined;
  if (step === "email") return /^[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}$/.test(naming.email);
  if (step === "phone") return naming.phone.length >= 7;
  return step === "check" || naming[step].trim() !== "";
}

/** What is sent: only what the chosen way needs, and the birth date where it is known. */
export function asked(naming: Naming) {
  const { relationship, givenName, familyName, way, email, phone } = naming;
  if (relationship === "" || way === "") return undefined;
  const birthDate = birthDay(naming.birth);
  const named = { givenName: givenName.trim(), familyName: familyName.trim(), relationship, ...(birthDate ? { birthDate } : {}) };
  return way === "letter" ? { ...named, email } : { ...named, phone };
}
