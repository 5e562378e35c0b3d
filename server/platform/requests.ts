import type { FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { permissions } from "#contracts/permissions.ts";
import type { Ctx, Locale } from "./context.ts";
import type { Guard } from "./http.ts";

/** What a request's context is made of before anyone knows who asks. */
export type ContextParts = Pick<Ctx, "db" | "clock" | "bus" | "jobs" | "config" | "log">;

/** Gives every request its context, its raw body and its check for permission; a route without a permission stops the boot. */
export function registerRequests(app: FastifyInstance, parts: ContextParts, guard: Guard): void {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  app.addHook("onRoute", (route) => {
    // Fastify adds a HEAD route beside each GET with the same options, so it names the same permission.
    const permission = route.config?.permission;
    if (!permission || !Object.hasOwn(permissions, permission))
      throw new Error(`${route.method} ${route.url} names no permission that exists`);
  });

  app.decorateRequest("ctx", null as unknown as Ctx);
  app.decorateRequest("rawBody", null as unknown as Buffer);
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
    request.rawBody = Buffer.alloc(0);
    request.ctx = {
      ...parts,
      log: request.log as unknown as Ctx["log"],
      actor: { realm: "nobody" },
      requestId: request.id,
      locale: preferredLocale(request.headers["accept-language"]),
      now: () => parts.clock.now(),
    };
  });

  const parseJson = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>("application/json", { parseAs: "buffer" }, (request, body, done) => {
    request.rawBody = body;
    if (body.length === 0) return done(null, undefined);
    parseJson(request, body.toString("utf8"), done);
  });

  // Before validation, so that who may not ask learns nothing from what is wrong with the question.
  app.addHook("preValidation", async (request) => {
    const permission = request.routeOptions.config.permission;
    if (permission) await guard(request, permission);
  });

  app.addHook("onResponse", async (request, reply) => {
    // A socket that was refused is no longer the HTTP server's to close: left open, it would be held for ever.
    if (request.headers.upgrade && reply.statusCode >= 400) request.raw.socket.destroySoon();
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? "none",
        status: reply.statusCode,
        realm: request.ctx?.actor.realm ?? "nobody",
        elapsedMs: Math.round(reply.elapsedTime),
      },
      "answered",
    );
  });
}

function preferredLocale(header: string | undefined): Locale {
  const wanted = (header ?? "").split(",").map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find((tag) => tag === "en" || tag === "es") === "es" ? "es" : "en";
}
