import fc from "fast-check";
import { type Cap, rateCaps, type services } from "#jurisdictions/rate-caps.ts";

/** Residents in thousandths at, below and above each edge of a tier. */
export const TIERS = [0, 49_999, 50_000, 99_999, 100_000, 349_999, 350_000, 999_999, 1_000_000, 5_000_000];
export type Facts = { state: string; city: string | null; runBy: "county" | "state" | "city" };
export type Service = (typeof services)[number];
export type Payers = { agency: number; family: number; resident: number };

/** Where the law differs. */
export const facts: readonly Facts[] = [
  { state: "TX", city: null, runBy: "county" },
  { state: "MA", city: null, runBy: "county" },
  { state: "CA", city: null, runBy: "county" },
  { state: "CT", city: null, runBy: "state" },
  { state: "NJ", city: null, runBy: "county" },
  { state: "NY", city: "New York City", runBy: "city" },
];
export const splits = fc.constantFrom<Payers[]>(
  { agency: 0, family: 100, resident: 0 },
  { agency: 100, family: 0, resident: 0 },
  { agency: 20, family: 50, resident: 30 },
  { agency: 0, family: 33, resident: 67 },
);
export const days = fc.constantFrom("2026-11-01", "2026-11-02", "2026-12-31", "2027-01-01", "2027-03-14", "2027-11-07");
export const amounts = fc.oneof(
  fc.constantFrom(0, 1, 70_000, 110_000, 110_001, 190_000, 190_001, 250_000, 440_000, 440_001),
  fc.integer({ min: 0, max: 900_000 }),
);

/** What a minute may cost at most, and whether the family may be asked at all: read from the data by hand. */
export function lawByHand({ state, city, runBy }: Facts, thousandths: number | undefined, service: Service, day: string) {
  const here = rateCaps.filter(
    (cap: Cap) =>
      cap.service === service &&
      cap.facilityKinds.includes("jail") &&
      (cap.runBy === null || cap.runBy.includes(runBy)) &&
      (cap.state === null || cap.state === state) &&
      (cap.city === null || cap.city === city) &&
      (thousandths === undefined || (thousandths >= cap.adpFrom * 1000 && (cap.adpBelow === null || thousandths < cap.adpBelow * 1000))) &&
      (cap.from === null || cap.from <= day) &&
      (cap.through === null || day <= cap.through),
  );
  const micros = here.map((cap) => Math.round(Number(cap.usdPerMinute) * 1_000_000));
  return { most: Math.min(...micros.filter((each) => each > 0)), isFree: micros.includes(0) };
}
