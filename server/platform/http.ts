import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { problem } from "#contracts/common.ts";
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from "#contracts/endpoint.ts";
import { type ErrorCode, errors } from "#contracts/errors.ts";
import type { Permission } from "#contracts/permissions.ts";
import type { Actor, Ctx, Locale } from "./context.ts";

declare module "fastify" {
  interface FastifyRequest {
    ctx: Ctx;
    /** The body's bytes as they came: what a station's proof is made over. Empty when there was no body. */
    rawBody: Buffer;
  }
  interface FastifyContextConfig {
    permission?: Permission;
    /** Its body may take minutes to arrive. */
    upload?: true;
    /** A socket whose first message proves its station: the guard lets it in as nobody. */
    challenge?: true;
    /** Asked without an Origin: only ever for a public route that reads no cookie. */
    fromMail?: true;
  }
}

/** What a handler gets: the checked parts of the request, the context, and the raw request for the rare case. */
export interface Asked<E extends Endpoint> {
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
  ctx: Ctx;
  raw: FastifyRequest;
}

/** Refuses with an `AppError` when the request may not have this permission, and sets the request's actor when it may. */
export type Guard = (request: FastifyRequest, permission: Permission) => Promise<void>;

/** Registers the route that a contract describes; a handler may also answer through `reply` and return it. */
export function implement<const E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  handle: (asked: Asked<E>, reply: FastifyReply) => Promise<AnswerOf<E> | FastifyReply>,
): void {
  const { params, query, body, answer } = endpoint;
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    config: {
      permission: endpoint.permission,
      ...(endpoint.fromMail ? { fromMail: true as const } : {}),
      ...(endpoint.upload ? { upload: true as const } : {}),
    },
    schema: {
      operationId: endpoint.id,
      summary: endpoint.summary,
      tags: [endpoint.path.split("/")[2] ?? "system"],
      ...(params ? { params } : {}),
      ...(query ? { querystring: query } : {}),
      ...(body ? { body } : {}),
      response: { [answer.status]: answer.schema, ...problemsOf(endpoint) },
    },
    handler: async (request, reply) => {
      reply.code(answer.status);
      const asked = { params: request.params, query: request.query, body: request.body, ctx: request.ctx, raw: request };
      const given = await handle(asked as Asked<E>, reply);
      // A 204 has no body, and Fastify would write the four letters of null.
      return answer.status === 204 && given === null ? reply.send() : given;
    },
  });
}

/** Makes this request someone's: everything it does from here on is theirs. */
export function actAs(request: FastifyRequest, actor: Actor, locale?: Locale): void {
  request.ctx = { ...request.ctx, actor, locale: locale ?? request.ctx.locale };
}

/** What a route may answer with beyond what its contract names, by the kind of route it is. */
function problemsOf(endpoint: Endpoint) {
  const codes = new Set<ErrorCode>([...endpoint.errors, "server.broken", "server.busy", "request.invalid"]);
  if (endpoint.permission !== "public.read") for (const code of ["access.signed_out", "access.denied"] as const) codes.add(code);
  if (endpoint.method !== "GET") codes.add("request.origin");
  const byStatus = Map.groupBy(codes, (code) => errors[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      status,
      { description: list.join(", "), content: { "application/problem+json": { schema: problem } } },
    ]),
  );
}
