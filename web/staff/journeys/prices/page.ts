import type { AnswerOf } from "#contracts/endpoint.ts";
import type { pricesStaff } from "#contracts/prices.ts";

export type PricesPage = AnswerOf<typeof pricesStaff.pricesPage>;
/** How a day is written on this page. */
export const LONG = { year: "numeric", month: "long", day: "numeric" } as const;
