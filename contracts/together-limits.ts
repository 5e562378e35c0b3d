import { type Seat, seats } from "./live-limits.ts";

/** A page's own units: three wide to four high, so that one fits a phone and a letter-sized page alike. */
export const PAGE_WIDTH = 3000;
export const PAGE_HEIGHT = 4000;
/** A line that is drawn for long is sent in parts; each has at most so many points. */
export const PART_POINTS_MAX = 256;
export const WORDS_LENGTH_MAX = 200;
export const MARKS_MAX = 6000;
export const PAGES_MAX = 40;
/** One message, before it is written as base64. */
export const UPDATE_BYTES_MAX = 24 * 1024;
/** All that is kept of one visit's drawing. */
export const BOARD_BYTES_MAX = 1024 * 1024;
/** The first pages of a PDF; the rest is left out, and its sender reads so. */
export const PDF_PAGES_MAX = 12;
export const SHEET_BYTES_MAX = 12 * 1024 * 1024;
/** What one of a visit's family may have sent and not taken back. */
export const SHEETS_MAX = 10;
export const SHELF_MAX = 60;
export const ALT_LENGTH_MAX = 200;
export const sheetTypes = ["image/jpeg", "image/png", "image/webp", "application/pdf"] as const;

export const penColours = ["black", "blue", "red", "green", "orange", "purple"] as const;
export type PenColour = (typeof penColours)[number];
export const penWidths = ["thin", "medium", "thick"] as const;
export type PenWidth = (typeof penWidths)[number];

/** A document's client ids tell whose pen drew: so many to each seat, in the order of `seats`, which never changes. */
const PENS_EACH = 2 ** 24;

/** A new client id for this seat's pen; `random` is from 0 to below 1. */
export const penOf = (seat: Seat, random: number): number => (seats.indexOf(seat) + 1) * PENS_EACH + Math.floor(random * PENS_EACH);
/** Whose pen this client id is; undefined: nobody's. */
export const seatOfPen = (pen: number): Seat | undefined => seats[Math.floor(pen / PENS_EACH) - 1];

export const sharedPictures = ["allowed", "reviewed", "off"] as const;
export const sheetRefusals = ["not_allowed_here", "shows_somebody_else", "not_readable", "about_a_case", "other"] as const;
export const sheetStatuses = ["coming", "waiting", "allowed", "refused"] as const;
