import type { FastifyInstance } from "fastify";
import { pricesPublic, pricesStaff } from "#contracts/prices.ts";
import { taxesStaff } from "#contracts/taxes.ts";
import { implement } from "#server/platform/http.ts";
import { setLawFacts, tellPopulation } from "./population.service.ts";
import * as prices from "./prices.service.ts";
import * as taxes from "./taxes.service.ts";

/** What services cost, what the law says of it, and what anyone may read of both. */
export async function priceRoutes(app: FastifyInstance): Promise<void> {
  implement(app, pricesStaff.pricesPage, ({ ctx, params }) => prices.pricesPage(ctx, params.facilityId));
  implement(app, pricesStaff.lawOnDay, ({ ctx, params, query }) => prices.lawOnDay(ctx, params.facilityId, query));
  implement(app, pricesStaff.setTariff, ({ ctx, params, body }) => prices.setTariff(ctx, params.facilityId, body));
  implement(app, pricesStaff.setLawFacts, ({ ctx, params, body }) => setLawFacts(ctx, params.facilityId, body));
  implement(app, pricesStaff.tellPopulation, ({ ctx, params, body }) => tellPopulation(ctx, params.facilityId, body));
  implement(app, taxesStaff.taxLines, ({ ctx, params }) => taxes.taxLines(ctx, params.facilityId));
  implement(app, taxesStaff.stateTax, ({ ctx, params, body }) => taxes.stateTax(ctx, params.facilityId, body));
  implement(app, taxesStaff.decideTax, ({ ctx, params, body }) => taxes.decideTax(ctx, params, body.decision));
  implement(app, taxesStaff.taxCollected, ({ ctx, params }) => taxes.taxCollected(ctx, params));
  implement(app, taxesStaff.endTax, ({ ctx, params, body }) => taxes.endTax(ctx, params, body.through));
  implement(app, pricesPublic.publicPrices, ({ ctx, params }) => prices.publicPrices(ctx, params.facilityId));
  implement(app, pricesPublic.publicLaw, async () => prices.publicLaw());
}
