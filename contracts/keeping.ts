/** What a kind's days are counted from. */
export const keepingStarts = ["made", "used", "visit_end", "decision", "release", "closing"] as const;
/** Who may look at a kind of data; each look that needs a purpose is in the record. */
export const keepingReaders = ["everyone", "yourself", "both_sides", "officers", "leads", "overseers", "nobody"] as const;

/** How long a kind of data is kept: some days, the days that each facility sets, or for good and why. */
interface Kept {
  days: number | "facility" | "for_good";
  from: (typeof keepingStarts)[number];
  readers: readonly (typeof keepingReaders)[number][];
  /** Whether a court's or an investigation's hold can keep it past its day; the hold itself is in the record. */
  canBeHeld: boolean;
}

const YEAR_DAYS = 365;

/**
 * Every kind of data there is, how long it is kept and who may look. The nightly deletion goes by these days and the public page
 * "How data is kept" reads them out: one source, so that neither can say what the other does not do.
 */
export const keeping = {
  account: { days: 30, from: "closing", readers: ["yourself", "officers"], canBeHeld: true },
  id_picture: { days: 30, from: "decision", readers: ["officers"], canBeHeld: true },
  sign_in: { days: 90, from: "used", readers: ["yourself"], canBeHeld: false },
  sign_in_try: { days: 1, from: "made", readers: ["nobody"], canBeHeld: false },
  letter_link: { days: 1, from: "used", readers: ["nobody"], canBeHeld: false },
  letter: { days: 90, from: "made", readers: ["yourself", "officers"], canBeHeld: true },
  connection: { days: 3 * YEAR_DAYS, from: "closing", readers: ["yourself", "both_sides", "officers"], canBeHeld: true },
  resident: { days: 3 * YEAR_DAYS, from: "release", readers: ["yourself", "officers"], canBeHeld: true },
  roster_file: { days: 30, from: "made", readers: ["leads"], canBeHeld: true },
  visit: { days: 3 * YEAR_DAYS, from: "visit_end", readers: ["both_sides", "officers"], canBeHeld: true },
  guest: { days: 90, from: "visit_end", readers: ["both_sides", "officers"], canBeHeld: true },
  equipment_check: { days: 90, from: "made", readers: ["yourself"], canBeHeld: false },
  recording: { days: "facility", from: "visit_end", readers: ["leads"], canBeHeld: true },
  chat: { days: "facility", from: "visit_end", readers: ["both_sides", "leads"], canBeHeld: true },
  drawing: { days: "facility", from: "visit_end", readers: ["both_sides", "leads"], canBeHeld: true },
  shared_picture: { days: "facility", from: "visit_end", readers: ["both_sides", "officers"], canBeHeld: true },
  reason_words: { days: 3 * YEAR_DAYS, from: "made", readers: ["leads", "overseers"], canBeHeld: true },
  unused_account: { days: 3 * YEAR_DAYS, from: "used", readers: ["yourself", "officers"], canBeHeld: true },
  place_hold: { days: 30, from: "closing", readers: ["yourself"], canBeHeld: true },
  station_try: { days: 90, from: "closing", readers: ["officers"], canBeHeld: true },
  station_care: { days: YEAR_DAYS, from: "closing", readers: ["officers", "overseers"], canBeHeld: false },
  legal_hold: { days: 3 * YEAR_DAYS, from: "closing", readers: ["leads", "overseers"], canBeHeld: false },
  access_review: { days: 3 * YEAR_DAYS, from: "closing", readers: ["leads", "overseers"], canBeHeld: false },
  saved_card: { days: 30, from: "closing", readers: ["yourself"], canBeHeld: true },
  disputed_card: { days: 3 * YEAR_DAYS, from: "made", readers: ["nobody"], canBeHeld: true },
  gift_address: { days: 30, from: "closing", readers: ["nobody"], canBeHeld: true },
  payout_address: { days: 30, from: "closing", readers: ["yourself", "officers"], canBeHeld: true },
  backup_key: { days: 30, from: "made", readers: ["nobody"], canBeHeld: false },
  erasure: { days: "for_good", from: "made", readers: ["everyone"], canBeHeld: false },
  record_export: { days: 30, from: "made", readers: ["leads", "overseers"], canBeHeld: false },
  stray_file: { days: 1, from: "made", readers: ["nobody"], canBeHeld: false },
  record: { days: "for_good", from: "made", readers: ["leads", "overseers"], canBeHeld: false },
  record_seal: { days: "for_good", from: "made", readers: ["everyone"], canBeHeld: false },
} as const satisfies Record<string, Kept>;

export type KeptKind = keyof typeof keeping;
export const keptKinds = Object.keys(keeping) as KeptKind[];
