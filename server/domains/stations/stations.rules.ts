import { randomInt } from "node:crypto";

/** Without letters and digits that look alike: people read these codes to one another. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const CODE_LENGTH = 10;

export const ENROLMENT_MINUTES = 15;
/** From one network address. A facility may enrol all its kiosks in one afternoon. */
export const ENROLMENT_LIMIT = { triesMax: 60, windowMs: 15 * 60_000 } as const;

/** A one-time code that makes a browser a station, 49 bits of chance: it works once, for minutes, and tries are throttled. */
export const newEnrolmentCode = (): string => Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
