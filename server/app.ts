import cookie from "@fastify/cookie";
import websocket from "@fastify/websocket";
import Fastify, { type FastifyInstance, LogController } from "fastify";
import { sql } from "kysely";
import { type Health, system } from "#contracts/system.ts";
import { type Guard, implement } from "#server/platform/http.ts";
import { registerErrors } from "#server/platform/http-errors.ts";
import { registerHeaders } from "#server/platform/http-headers.ts";
import { newId } from "#server/platform/id.ts";
import { registerOpenApi } from "#server/platform/openapi.ts";
import { type ContextParts, registerRequests } from "#server/platform/requests.ts";
import { registerWeb } from "#server/platform/web.ts";

const BODY_BYTES_MAX = 256 * 1024;
const SOCKET_MESSAGE_BYTES_MAX = 64 * 1024;
const REQUEST_MS_MAX = 30_000;

/** Everything the app is made of; `server/main.ts` makes it for a server, `server/testing` for a test. */
export interface AppDeps extends ContextParts {
  version: string;
  guard: Guard;
  mediaHealth: () => Health["media"];
  /** Where the built web apps lie; left out where only the API is wanted. */
  webDist?: string;
}

/** The whole server without a port: every plugin in plain sight, in the order in which it acts. */
export function createApp(deps: AppDeps): FastifyInstance {
  const app = Fastify({
    loggerInstance: deps.log,
    // Our own line in requests.ts says what is worth saying, without the address and its query string.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    requestIdHeader: false,
    genReqId: () => newId(),
    trustProxy: deps.config.trustProxy,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
  }) as unknown as FastifyInstance;

  registerErrors(app);
  registerHeaders(app, deps.config);
  registerRequests(app, deps, deps.guard);
  app.register(cookie);
  app.register(websocket, { options: { maxPayload: SOCKET_MESSAGE_BYTES_MAX } });
  registerOpenApi(app, deps.version);

  app.register(async (routes) => {
    implement(routes, system.health, async () => healthOf(deps));
  });

  if (deps.webDist) registerWeb(app, deps.webDist);
  return app;
}

async function healthOf(deps: AppDeps): Promise<Health> {
  const media = deps.mediaHealth();
  const database = await sql`select 1`.execute(deps.db).then(
    () => ({ status: "ok" as const }),
    () => ({ status: "unavailable" as const, reason: "the database does not answer" }),
  );
  const status = database.status === "ok" && media.status === "ok" ? "ok" : "degraded";
  return { status, version: deps.version, database, media };
}
