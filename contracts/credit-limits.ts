/**
 * The numbers by which credits come by themselves (`server/domains/visits/credits`), and what a complaint may count on. The public page prints
 * them, so that anybody can work a credit out again. Kept free of schemas: pages read them too.
 */
export const creditLimits = {
  /** Raised with every change of the rule; a decision keeps the version by which it was made. */
  rule: 1,
  /** Connected for less, a visit was of no use and costs nothing. */
  usefulSeconds: 60,
  /** So often lost through no fault of the home's, and everything is given back. */
  dropsForAll: 3,
  /** The decision waits so long for the last measurements, and comes within a minute of the end. */
  waitSeconds: 5,
  /** What the station had got from the home shortly before a recording failed shows that the home was not silent: so much in five seconds. */
  sentBeforePause: { sound: 200, picture: 25 },
  /** After the end, in which somebody may say that it was bad. */
  complaintDays: 30,
  /** In which staff answer what the measurements do not. */
  complaintHours: 72,
} as const;

/** Who failed, in the order in which credits name them. */
export const creditWheres = ["server", "facility_network", "station", "staff", "home"] as const;
export type CreditWhere = (typeof creditWheres)[number];
/** At what. */
export const creditWhats = ["engine", "recording", "line", "device", "late_start", "watch", "drops", "unmeasured", "decided"] as const;
export type CreditWhat = (typeof creditWhats)[number];
/** What somebody says was bad. */
export const complaintWhats = ["picture", "sound", "cut_off", "late", "other"] as const;
/** Why staff decided as they did. */
export const complaintReasons = ["evidence_shows", "facility_fault", "benefit_of_doubt", "home_line", "nothing_found"] as const;
