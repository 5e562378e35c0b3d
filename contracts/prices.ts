import { z } from "zod";
import { Day, Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { FacilityCard } from "./people.ts";
import { PublicPlan } from "./plans.ts";
import {
  CITY_LETTERS_MAX,
  FREE_MINUTES_MAX,
  freePeriods,
  MICROS_PER_MINUTE_MAX,
  RESIDENTS_THOUSANDTHS_MAX,
  runners,
  services,
  stateCodes,
} from "./price-limits.ts";
import { TaxRef } from "./taxes.ts";

const Service = z.enum(services);
const Kind = z.enum(["prison", "jail"]);
const Runner = z.enum(runners);
const State = z.enum(stateCodes);

/** One limit that one law sets, as `jurisdictions/` has it. */
export const LawCited = z.strictObject({
  id: z.string(),
  authority: z.string(),
  law: z.string(),
  service: Service,
  facilityKinds: z.array(Kind),
  runBy: z.array(Runner).nullable(),
  state: z.string().nullable(),
  city: z.string().nullable(),
  /** Half-open: `adpFrom` ≤ average daily population < `adpBelow`. */
  adpFrom: z.number(),
  adpBelow: z.number().nullable(),
  /** Millionths of a US dollar; 0: a law of free contact. */
  microsPerMinute: z.number().int(),
  reach: z.enum(["interstate", "intrastate", "all"]),
  from: Day.nullable(),
  through: Day.nullable(),
  sources: z.array(z.string()),
  sure: z.boolean(),
  confidence: z.string(),
  notes: z.string().nullable(),
});

/** What the law says of a minute on a day: without a cap no price is lawful; with a law of free contact only the agency may pay. */
export const LawOfDay = z.strictObject({ cap: LawCited.nullable(), carriedOver: z.boolean(), free: LawCited.nullable() });

/** From this day on the law allows less than before; `untoldYear` where the population of that year has not been told. */
const Lowering = z.strictObject({ from: Day, law: LawOfDay, untoldYear: z.number().int().nullable() });

const percent = z.number().int().min(0).max(100);
const Split = z.strictObject({ agency: percent, family: percent, resident: percent });
const Asked = {
  service: Service,
  validFrom: Day,
  microsPerMinute: z.number().int().min(0).max(MICROS_PER_MINUTE_MAX),
  split: Split,
  freeMinutes: z.number().int().min(0).max(FREE_MINUTES_MAX),
  freePeriod: z.enum(freePeriods),
};
const Tariff = z.strictObject({ id: Id, ...Asked, toldAt: Instant });

/** `replaced`: told anew for the same day before it counted, or on it. */
const PastTariff = Tariff.extend({ replaced: z.boolean() });

/** What a service costs today, what the law says of it, and what comes. */
const PriceNow = {
  service: Service,
  tariff: Tariff.nullable(),
  law: LawOfDay,
  /** What is charged: the tariff's price or the cap's, whichever is lower. Null where no price stands. */
  microsPerMinute: z.number().int().nullable(),
  /** What laws add to it today, passed on as it is. */
  taxes: z.array(TaxRef),
};
const LawFacts = z.strictObject({ kind: Kind, state: State.nullable(), city: z.string().nullable(), runBy: Runner.nullable() });
const Population = z.strictObject({
  year: z.number().int(),
  residentsThousandths: z.number().int(),
  source: z.enum(["counted", "stated"]),
  toldAt: Instant,
});

/** The charge for a service follows the law below its tariff, since a day. */
const Follow = z.strictObject({
  id: Id,
  service: Service,
  since: Day,
  askedMicros: z.number().int(),
  microsPerMinute: z.number().int(),
  cap: LawCited.nullable(),
  free: LawCited.nullable(),
  toldAt: Instant,
});

const AtFacility = z.strictObject({ facilityId: Id });
const staff = (path: string) => `/api/staff/facilities/:facilityId/prices${path}`;

export const pricesStaff = {
  pricesPage: endpoint({
    id: "pricesPage",
    method: "GET",
    path: staff(""),
    permission: "price.read",
    summary: "What the law goes by here, and what each service costs: today, later and before",
    params: AtFacility,
    answer: {
      status: 200,
      schema: z.strictObject({
        today: Day,
        facts: LawFacts,
        /** The year whose average daily population counts today, with what was told of it last. */
        countingYear: z.number().int(),
        counting: Population.nullable(),
        /** What was counted from stays, where staff stated something else that holds. */
        counted: Population.nullable(),
        populations: z.array(Population),
        prices: z.array(z.strictObject({ ...PriceNow, lowerings: z.array(Lowering), coming: z.array(Tariff), past: z.array(PastTariff) })),
        follows: z.array(Follow),
      }),
    },
    errors: [],
  }),
  lawOnDay: endpoint({
    id: "lawOnDay",
    method: "GET",
    path: staff("/law"),
    permission: "price.read",
    summary: "What the law allows here for a service on a day, and where it allows less later, before the next price begins",
    params: AtFacility,
    query: z.strictObject({ service: Service, day: Day }),
    answer: { status: 200, schema: z.strictObject({ law: LawOfDay, known: z.boolean(), lowerings: z.array(Lowering) }) },
    errors: [],
  }),
  setTariff: endpoint({
    id: "setTariff",
    method: "POST",
    path: staff("/tariffs"),
    permission: "price.manage",
    summary: "Set what a service costs from a day on; above the law's cap it is refused. There is no other kind of price",
    params: AtFacility,
    body: z.strictObject({ id: Id, ...Asked }),
    answer: { status: 201, schema: Tariff },
    errors: ["price.above_cap", "price.no_lawful", "price.free_law", "price.facts_missing", "price.day_past", "price.split_wrong"],
  }),
  setLawFacts: endpoint({
    id: "setLawFacts",
    method: "POST",
    path: staff("/facts"),
    permission: "price.manage",
    summary: "Tell what the law goes by: state, city and who runs the facility",
    params: AtFacility,
    body: z.strictObject({ state: State, city: z.string().trim().min(1).max(CITY_LETTERS_MAX).nullable(), runBy: Runner }),
    answer: { status: 204, schema: Nothing },
    errors: ["price.city_needed"],
  }),
  tellPopulation: endpoint({
    id: "tellPopulation",
    method: "POST",
    path: staff("/population"),
    permission: "price.manage",
    summary: "State the average daily population of a year that is over; the last told holds",
    params: AtFacility,
    body: z.strictObject({
      id: Id,
      year: z.number().int().min(2000).max(2200),
      residentsThousandths: z.number().int().min(0).max(RESIDENTS_THOUSANDTHS_MAX),
    }),
    answer: { status: 201, schema: Population },
    errors: ["price.year_not_over"],
  }),
};

export const pricesPublic = {
  publicPrices: endpoint({
    id: "publicPrices",
    method: "GET",
    path: "/api/public/facilities/:facilityId/prices",
    permission: "public.read",
    summary: "What a facility's services cost today beside the law's cap, who pays, and what was given back",
    params: AtFacility,
    answer: {
      status: 200,
      schema: z.strictObject({
        facility: FacilityCard,
        today: Day,
        facts: LawFacts,
        countingYear: z.number().int(),
        counting: Population.nullable(),
        /** What was counted from stays, where staff stated something else that holds. */
        counted: Population.nullable(),
        prices: z.array(z.strictObject({ ...PriceNow, coming: z.array(Tariff) })),
        /** Minutes bought together, on sale today. */
        plans: z.array(PublicPlan),
        credits: z.strictObject({ days: z.number().int(), count: z.number().int(), cents: z.number().int() }),
      }),
    },
    errors: ["request.not_found"],
  }),
  publicLaw: endpoint({
    id: "publicLaw",
    method: "GET",
    path: "/api/public/law",
    permission: "public.read",
    summary: "Every cap and every law of free contact that prices here go by",
    answer: { status: 200, schema: z.array(LawCited) },
    errors: [],
  }),
};
