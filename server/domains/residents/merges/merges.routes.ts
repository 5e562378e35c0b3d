import type { FastifyInstance } from "fastify";
import { mergesStaff as api } from "#contracts/merges.ts";
import { implement } from "#server/platform/http.ts";
import type { MergePart } from "./merge-part.ts";
import * as service from "./merges.service.ts";

/** Two records of one person, for staff with the right; `parts` says what hangs on a resident in every domain. */
export function mergeRoutes({ parts }: { parts: readonly MergePart[] }) {
  return async (app: FastifyInstance): Promise<void> => {
    implement(app, api.twinList, ({ ctx, params }) => service.twinList(ctx, params));
    implement(app, api.mergeResidents, ({ ctx, params, body }) => service.mergeResidents(ctx, parts, params, body));
    implement(app, api.unmergeResidents, ({ ctx, params }) => service.unmergeResidents(ctx, parts, params, params.mergeId));
  };
}
