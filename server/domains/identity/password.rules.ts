import { PASSWORD_LENGTH_MIN } from "#contracts/identity.ts";
import { commonPasswords } from "./common-passwords.ts";

export const ADULT_YEARS = 18;

/** Whether a password is too easily guessed: too short, one that everybody uses, or the address itself. */
export function isWeak(password: string, email: string): boolean {
  const plain = password.normalize("NFC").toLowerCase();
  const mailbox = bare(email.split("@")[0] ?? "");
  const letters = [...plain];
  if (letters.length < PASSWORD_LENGTH_MIN) return true;
  // Few different letters: aaaaaaaaaaaa, 121212121212.
  if (new Set(letters).size < 4) return true;
  if (plain === email || (mailbox.length >= 4 && bare(plain) === mailbox)) return true;
  return commonPasswords.has(plain) || commonPasswords.has(plain.replace(/[\d\W_]+$/, ""));
}

/** Only the letters: what is left of "maria.lopez88" and of "Maria_Lopez2026!" is the same. */
const bare = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}]/gu, "");

/** Whether somebody born on this day is 18 or over on `today`. Born on 29 February, one comes of age on 1 March. */
export function isAdult(birthDate: string, today: Temporal.PlainDate): boolean {
  const born = Temporal.PlainDate.from(birthDate);
  const birthday = born.add({ years: ADULT_YEARS });
  const cameOfAge = birthday.day === born.day ? birthday : birthday.add({ days: 1 });
  return Temporal.PlainDate.compare(cameOfAge, today) <= 0;
}
