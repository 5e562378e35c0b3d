import type { FastifyInstance } from "fastify";
import type { Config } from "./config.ts";
import { AppError } from "./errors.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
const HSTS_SECONDS = 31_536_000;

/** Every origin whose pages may change something here. */
export function allowedOrigins(config: Pick<Config, "publicUrl" | "publicUrlGiven">, port: number): Set<string> {
  const origins = new Set([config.publicUrl]);
  if (!config.publicUrlGiven) for (const host of ["localhost", "127.0.0.1"]) origins.add(`http://${host}:${port}`);
  return origins;
}

/** What the processor's own card fields need (docs.stripe.com/security/guide#content-security-policy); named only where cards are taken. */
const STRIPE_SOURCES = {
  script: "https://js.stripe.com",
  frame: "https://js.stripe.com https://hooks.stripe.com",
  connect: "https://api.stripe.com",
} as const;

/** Headers on every answer, and the Origin check on whatever can change something or open a socket. */
export function registerHeaders(app: FastifyInstance, config: Config): void {
  let policy: string | undefined;
  const portNow = () => {
    const address = app.server.address();
    return address && typeof address === "object" ? address.port : config.port;
  };

  app.addHook("onRequest", async (request) => {
    const upgrade = request.headers.upgrade !== undefined;
    if (SAFE_METHODS.has(request.method) && !upgrade) return;
    if (request.routeOptions.config.fromMail) return;
    // A missing Origin is refused too: browsers always send it here, and no other program needs cookies.
    if (!allowedOrigins(config, portNow()).has(request.headers.origin ?? "")) throw new AppError(["request.origin"]);
  });

  app.addHook("onSend", async (_request, reply) => {
    policy ??= contentSecurityPolicy(allowedOrigins(config, portNow()), config.stripe !== undefined);
    reply.headers({
      "content-security-policy": policy,
      "permissions-policy": "camera=(self), microphone=(self), geolocation=(), display-capture=()",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    if (config.publicUrl.startsWith("https:")) reply.header("strict-transport-security", `max-age=${HSTS_SECONDS}`);
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
}

// Sockets are named one by one: older Safari does not take 'self' to mean ws: and wss: too (WebKit bug 201591).
function contentSecurityPolicy(origins: Iterable<string>, cards: boolean): string {
  const sockets = [...origins].map((origin) => origin.replace(/^http/, "ws"));
  return [
    "default-src 'self'",
    `script-src 'self'${cards ? ` ${STRIPE_SOURCES.script}` : ""}`,
    ...(cards ? [`frame-src ${STRIPE_SOURCES.frame}`] : []),
    "style-src 'self'",
    "img-src 'self' blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    `connect-src 'self' ${sockets.join(" ")}${cards ? ` ${STRIPE_SOURCES.connect}` : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
