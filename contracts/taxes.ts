import { z } from "zod";
import { Day, Id, Instant } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { services } from "./price-limits.ts";
import {
  TAX_CITATION_LETTERS_MAX,
  TAX_LINK_LETTERS_MAX,
  TAX_NAME_LETTERS_MAX,
  TAXES_MILLIONTHS_MAX,
  taxAuthorities,
} from "./tax-limits.ts";

/** A tax as whoever pays it reads it. `unstated`: it stood in a price before taxes were named. */
export const TaxRef = z.strictObject({
  id: Id,
  name: z.string(),
  authority: z.enum([...taxAuthorities, "unstated"]),
  citation: z.string(),
  link: z.string().nullable(),
  /** Of the price: 6.25 % is 62,500. */
  millionths: z.number().int(),
});
export type TaxRef = z.infer<typeof TaxRef>;

const Service = z.enum(services);
/** One line of plain words: nothing that turns their direction, hides, or begins another line. */
const Words = z
  .string()
  .trim()
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u);
/** An address that shows where it leads: written out, and nobody's name before the place. */
const Link = z
  .url({ protocol: /^https$/ })
  .regex(/^https:\/\/[^\s@\\]+$/)
  .max(TAX_LINK_LETTERS_MAX);
/** A tax as staff see it: it holds once somebody else than who stated it has confirmed it. */
export const TaxLine = TaxRef.extend({
  service: Service,
  validFrom: Day,
  validThrough: Day.nullable(),
  state: z.enum(["stated", "confirmed", "refused"]),
  statedBy: z.string(),
  statedAt: Instant,
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  /** The reader stated it: somebody else has to look at its law. */
  own: z.boolean(),
});
export type TaxLine = z.infer<typeof TaxLine>;

const Cents = z.number().int().nonnegative();
/** What a tax collected and nobody has had back. */
export const TaxCollected = z.strictObject({
  communications: z.number().int(),
  plans: z.number().int(),
  /** To all payers together. */
  cents: Cents,
  payers: z.array(z.strictObject({ payer: z.enum(["agency", "family", "resident"]), cents: Cents })),
});
export type TaxCollected = z.infer<typeof TaxCollected>;

const path = "/api/staff/facilities/:facilityId/prices/taxes";
const Here = z.strictObject({ facilityId: Id });
const One = z.strictObject({ facilityId: Id, taxId: Id });

export const taxesStaff = {
  taxLines: endpoint({
    id: "taxLines",
    method: "GET",
    path,
    permission: "price.read",
    summary: "Every tax that was stated here, with its law, and who confirmed it; the latest first",
    params: Here,
    answer: { status: 200, schema: z.strictObject({ today: Day, rows: z.array(TaxLine) }) },
    errors: [],
  }),
  stateTax: endpoint({
    id: "stateTax",
    method: "POST",
    path,
    permission: "price.manage",
    summary: "State a tax that a law adds to a service's price, with its citation. It holds once somebody else has confirmed it",
    params: Here,
    body: z.strictObject({
      id: Id,
      service: Service,
      name: Words.min(1).max(TAX_NAME_LETTERS_MAX),
      authority: z.enum(taxAuthorities),
      citation: Words.min(3).max(TAX_CITATION_LETTERS_MAX),
      link: Link,
      millionths: z.number().int().min(1).max(TAXES_MILLIONTHS_MAX),
      validFrom: Day,
      validThrough: Day.nullable(),
    }),
    answer: { status: 201, schema: TaxLine },
    errors: ["price.day_past", "price.tax_days_wrong", "price.taxes_too_much"],
  }),
  decideTax: endpoint({
    id: "decideTax",
    method: "POST",
    path: `${path}/:taxId/decide`,
    permission: "tax.confirm",
    summary: "Confirm, as somebody else than who stated it, that a law sets this tax; or refuse it",
    params: One,
    body: z.strictObject({ decision: z.enum(["confirmed", "refused"]) }),
    answer: { status: 200, schema: TaxLine },
    errors: ["price.tax_unknown", "money.same_person", "price.tax_decided", "price.day_past", "price.taxes_too_much"],
  }),
  taxCollected: endpoint({
    id: "taxCollected",
    method: "GET",
    path: `${path}/:taxId/collected`,
    permission: "tax.confirm",
    summary: "What a tax collected and nobody has had back: what is given back, and to whom, where it is taken back",
    params: One,
    answer: { status: 200, schema: TaxCollected },
    errors: ["price.tax_unknown"],
  }),
  endTax: endpoint({
    id: "endTax",
    method: "POST",
    path: `${path}/:taxId/end`,
    permission: "tax.confirm",
    summary:
      "Say the last day of a tax; the day before its first takes it back: nobody pays it any more, and whoever paid by it has that given back. What is booked already pays it no longer than that",
    params: One,
    body: z.strictObject({ through: Day }),
    answer: { status: 200, schema: TaxLine },
    errors: ["price.tax_unknown", "price.tax_not_confirmed", "price.day_past", "price.tax_days_wrong"],
  }),
};
