import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { AppError, type Facts, toProblem } from "./errors.ts";

/** Answers every failure as `application/problem+json`; what nobody expected tells the request's id and nothing else. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = toRefusal(error);
    if (refusal) {
      if (refusal.status >= 500) request.log.error({ err: error }, "could not answer");
      else request.log.info({ codes: refusal.codes, facts: refusal.facts }, "refused");
      return sendProblem(reply, request, refusal);
    }
    request.log.error({ err: error }, "request failed");
    return sendProblem(reply, request, new AppError(["server.broken"]));
  });
  app.setNotFoundHandler((request, reply) => sendProblem(reply, request, new AppError(["request.not_found"])));
}

/** Answers an address that Fastify could not even route: no hook runs there, so what headers it needs stand here. */
export function answerUnreadable(_error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  reply.header("x-content-type-options", "nosniff").header("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  sendProblem(reply.header("cache-control", "no-store"), request, new AppError(["request.not_found"]));
}

/** Sends a refusal from where no error can be thrown. */
export function sendProblem(reply: FastifyReply, request: FastifyRequest, refusal: AppError): FastifyReply {
  // Plain text of our own, past the route's serializer: a failure must not fail a second time on its way out.
  return reply
    .code(refusal.status)
    .header("content-type", "application/problem+json; charset=utf-8")
    .serializer((body: unknown) => JSON.stringify(body))
    .send(toProblem(refusal, request.id));
}

/** PostgreSQL's and the network's own words for "not now" (appendix A: too many connections, shutting down, cancelled, lock not available). */
const BUSY = /^(53300|57P0[123]|57014|55P03|40001|40P01|08\w{3}|ECONNREFUSED|ECONNRESET)$/;

function toRefusal(error: FastifyError): AppError | undefined {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((issue) => ({ path: issue.instancePath, rule: issue.keyword }));
    return new AppError(["request.invalid"], { where: error.validationContext ?? "body", fields });
  }
  if (
    BUSY.test(error.code ?? "") ||
    /connection timeout|timeout exceeded when trying to connect|Connection terminated/i.test(error.message)
  ) {
    return new AppError(["server.busy"], {}, { cause: error });
  }
  // A letter that PostgreSQL cannot keep (U+0000) inside words that are otherwise well formed.
  if (error.code === "22021" || error.code === "22P05") return new AppError(["request.invalid"], { rule: "letters" });
  // Fastify's own refusals: not JSON, too long, a content type that nobody reads.
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return new AppError(["request.invalid"], { rule: error.code ?? "unreadable" } satisfies Facts);
  return undefined;
}
