/**
 * The numbers by which the rule tells whose line failed (`server/domains/visits/quality`). The public record prints them, so that anybody can check
 * a verdict against the samples. Kept free of schemas: pages read them too.
 */
export const SAMPLE_MS = 5000;

export const lineLimits = {
  /** Packets missing on the way, of 100: above this speech begins to break up (ITU-T G.1010 asks for less than 3 for talk; 2 more are hidden by Opus). */
  lossPercentMin: 5,
  /** There and back, in milliseconds: twice the 400 ms one way that ITU-T G.114 calls the most that should be planned for, less our own part. */
  roundTripMsMin: 700,
  /** A picture that stands for so much of five seconds, in milliseconds, was seen to stand. */
  frozenMsMin: 1500,
  /** Sound made up by the decoder for so much of five seconds is heard as broken words. */
  concealedMsMin: 600,
  /** So much of five seconds without anything is a break: what still came is no talk. */
  goneMsMin: 2500,
  /** The encoder says that the processor cannot follow for so much of five seconds. */
  busyMsMin: 2500,
  /** Fewer packets than this in five seconds tell no share: one more or less would be a verdict. */
  packetsMin: 25,
  /** A weak line is named after so many samples in a row; a break at once. */
  weakSamplesMin: 2,
  /** A line is called good again after so many good samples in a row. */
  goodSamplesMin: 2,
  /** After our engine, our server or a pause stopped everybody, so many samples are ours: pages need that long to come back. */
  comingBackSamples: 2,
  /** So many rooms, and at least half of all, whose both ends fail at once: it is us. So many stations, and half of all: it is the facility's network. */
  togetherMin: 2,
} as const;

export const troubleWheres = ["home", "facility_network", "station", "staff", "server"] as const;
export type TroubleWhere = (typeof troubleWheres)[number];
export const troubleHows = ["weak", "broken"] as const;
export type TroubleHow = (typeof troubleHows)[number];
/** The line itself, or the phone or computer at its end. */
export const troubleParts = ["line", "device"] as const;
export type TroublePart = (typeof troubleParts)[number];
