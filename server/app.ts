import path from "node:path";
import cookie from "@fastify/cookie";
import websocket from "@fastify/websocket";
import Fastify, { type FastifyInstance, LogController } from "fastify";
import { sql } from "kysely";
import { type Health, system } from "#contracts/system.ts";
import { demoRoutes, doors } from "#server/demo/demo.routes.ts";
import { startDrawing } from "#server/demo/draw.ts";
import { keepVisitReady, registerKeeper } from "#server/demo/keeper.ts";
import { auditRoutes, registerAuditJobs } from "#server/domains/audit/index.ts";
import { contactKeepApartRoutes, contactOf, contactRoutes, registerContactJobs } from "#server/domains/contacts/index.ts";
import { agencyOf, everyFacility, facilitiesReached, facilityOf, facilityRoutes } from "#server/domains/facilities/index.ts";
import {
  accessReviewRoutes,
  createGuard,
  type GuardParts,
  insideActor,
  outsidePasskeyRoutes,
  outsideRoutes,
  registerAccessReviews,
  registerIdentityJobs,
  signOnRoutes,
  signOnSettingRoutes,
  staffPasskeyRoutes,
  staffRoutes,
} from "#server/domains/identity/index.ts";
import { keepingRoutes, registerKeepingJobs } from "#server/domains/keeping/index.ts";
import type { MediaServer } from "#server/domains/media/index.ts";
import {
  holdPrices,
  openProcessor,
  type Processor,
  planRoutes,
  priceRoutes,
  registerMoneyJobs,
  walletRoutes,
} from "#server/domains/money/index.ts";
import { notificationRoutes, registerNotifications } from "#server/domains/notifications/index.ts";
import { oversightRoutes, registerOversightJobs } from "#server/domains/oversight/index.ts";
import { recordingRoutes, recordingsOf, registerRecordingJobs } from "#server/domains/recordings/index.ts";
import { mergeRoutes, registerRosterJobs, residentRoutes, rosterRoutes } from "#server/domains/residents/index.ts";
import { type Check, registerStationJobs, stationRoutes, verifySocketProof, verifyStation } from "#server/domains/stations/index.ts";
import {
  bookingRoutes,
  createRooms,
  creditRoutes,
  flagRoutes,
  mayLookIn,
  moveRoutes,
  partyRoutes,
  qualityRoutes,
  registerCredits,
  registerFlags,
  registerOverdueJobs,
  registerOwnChat,
  registerOwnDrawings,
  registerOwnQuality,
  registerPartyAsked,
  registerPartySockets,
  registerStaffSocket,
  registerStationFindings,
  registerStoppedConnections,
  registerUnplacedJobs,
  registerVisitGuests,
  registerVisitLetters,
  sessionRoutes,
  togetherRoutes,
} from "#server/domains/visits/index.ts";
import { registerKeeping } from "#server/keeping.ts";
import { mergeParts } from "#server/merge-parts.ts";
import { openBlobs } from "#server/platform/blobs.ts";
import { systemContext } from "#server/platform/context.ts";
import { type Guard, implement } from "#server/platform/http.ts";
import { answerUnreadable, registerErrors } from "#server/platform/http-errors.ts";
import { registerHeaders } from "#server/platform/http-headers.ts";
import { newId } from "#server/platform/id.ts";
import { createKeeping, type Keeping } from "#server/platform/keeping.ts";
import { registerOpenApi } from "#server/platform/openapi.ts";
import { PATIENCE, registerPatience } from "#server/platform/patience.ts";
import { type ContextParts, registerRequests } from "#server/platform/requests.ts";
import { registerWeb } from "#server/platform/web.ts";
import { sealedSources } from "#server/sealed-sources.ts";

const BODY_BYTES_MAX = 256 * 1024;
const SOCKET_MESSAGE_BYTES_MAX = 64 * 1024;

/** Everything the app is made of; `server/main.ts` makes it for a server, `server/testing` for a test. */
export interface AppDeps extends ContextParts {
  version: string;
  media: MediaServer;
  /** Born demo or real; doors and outbox exist in a demo world only. */
  world: "demo" | "real";
  /** In place of the usual guard, in tests of the platform alone. */
  guard?: Guard;
  /** All of them everywhere but in the test that shows each one is missed when it is gone. */
  proofChecks?: readonly Check[];
  /** Who takes cards, in place of the one that the configuration names. */
  processor?: Processor;
  /** Empty, to look into afterwards: what goes by code of its own. */
  keeping?: Keeping;
  /** Where the built web apps lie; left out where only the API is wanted. */
  webDist?: string;
}

/** The name of this machine's media engine in rows; a pool of engines will have one each. */
const MEDIA_NODE = "local";

/** The whole server without a port: every plugin in plain sight, in the order in which it acts. */
export function createApp(deps: AppDeps): FastifyInstance {
  const { media, config } = deps;
  const ctx = systemContext(deps);
  const recordFolder = (visitId: string) => path.join(config.dataDir, "recordings", visitId);
  const rooms = createRooms({ ctx, media, mediaNode: MEDIA_NODE, recordFolder });
  const blobs = openBlobs(path.join(config.dataDir, "blobs"));
  const keeping = deps.keeping ?? createKeeping();
  const processor = deps.processor ?? openProcessor(config, deps.world);
  const mediaHealth = () => healthOfMedia(media);
  const guardParts: GuardParts = {
    verifyStation: (request) => verifyStation(request, deps.proofChecks),
    agencyOf: async (asked, facilityId) => (await facilityOf(asked, facilityId))?.agencyId,
    contactOf: (asked, accountId) => contactOf(asked, accountId),
    isInVisit: async (_asked, residentId) => rooms.holdsResident(residentId),
  };

  const app = Fastify({
    loggerInstance: deps.log,
    // Our own line in requests.ts says what is worth saying, without the address and its query string.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    requestIdHeader: false,
    genReqId: () => newId(),
    trustProxy: deps.config.trustProxy,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: PATIENCE.uploadMs,
    http: { headersTimeout: PATIENCE.bodyMs },
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: answerUnreadable,
  }) as unknown as FastifyInstance;

  registerErrors(app);
  registerHeaders(app, config);
  registerPatience(app);
  registerRequests(app, deps, deps.guard ?? createGuard(guardParts));
  app.register(cookie);
  app.register(websocket, { options: { maxPayload: SOCKET_MESSAGE_BYTES_MAX } });
  registerOpenApi(app, deps.version);

  app.register(async (routes) => {
    implement(routes, system.health, async () => healthOf(deps, mediaHealth()));
    implement(routes, system.world, async () => ({ kind: deps.world, doors: deps.world === "demo" ? doors : [] }));
    if (deps.world === "demo") await routes.register(demoRoutes);
    await routes.register(auditRoutes);
    await routes.register(outsideRoutes);
    await routes.register(staffRoutes, { agencyOf: guardParts.agencyOf, facilitiesOf: facilitiesReached });
    await routes.register(accessReviewRoutes, { agencyOf: guardParts.agencyOf, facilitiesOf: facilitiesReached });
    await routes.register(outsidePasskeyRoutes);
    await routes.register(staffPasskeyRoutes);
    await routes.register(signOnRoutes);
    await routes.register(signOnSettingRoutes, { agencyOf: guardParts.agencyOf, facilitiesOf: facilitiesReached });
    await routes.register(facilityRoutes);
    await routes.register(residentRoutes);
    await routes.register(contactRoutes({ blobs, echo: media }));
    await routes.register(walletRoutes({ processor }));
    await routes.register(rosterRoutes);
    await routes.register(mergeRoutes({ parts: mergeParts }));
    await routes.register(notificationRoutes);
    await routes.register(priceRoutes);
    await routes.register(planRoutes);
    await routes.register(stationRoutes(media));
    await routes.register(sessionRoutes);
    await routes.register(contactKeepApartRoutes);
    await routes.register(bookingRoutes({ recordingsOf, mediaHealth }));
    await routes.register(flagRoutes);
    await routes.register(moveRoutes);
    await routes.register(qualityRoutes);
    await routes.register(creditRoutes);
    await routes.register(partyRoutes);
    await routes.register(togetherRoutes({ blobs, mayLook: mayLookIn(rooms) }));
    await routes.register(recordingRoutes({ blobs }));
    await routes.register(keepingRoutes);
    await routes.register(oversightRoutes({ blobs }));
    registerPartySockets(routes, {
      agencyOf: (facilityId) => agencyOf(ctx, facilityId),
      rooms,
      insideOf: async (request, { proof, nonce }) =>
        insideActor(guardParts, request, await verifySocketProof(request.ctx, proof, { nonce, path: request.raw.url ?? "" })),
    });
    registerStaffSocket(routes, { rooms, agencyOf: (facilityId) => agencyOf(ctx, facilityId) });
  });

  if (deps.world === "demo") {
    registerKeeper(ctx);
    app.addHook("onReady", () => keepVisitReady(ctx));
    // Nobody waits for it: a newcomer's first start stays quick.
    const drawing = startDrawing(ctx, blobs);
    app.addHook("onListen", async () => drawing.start());
    app.addHook("onClose", () => drawing.stop());
  }
  registerIdentityJobs(ctx);
  registerAccessReviews(ctx, everyFacility);
  registerAuditJobs(ctx, sealedSources);
  registerMoneyJobs(ctx, processor);
  app.addHook("onListen", () => holdPrices(ctx));
  registerContactJobs(ctx, blobs);
  const letters = registerNotifications(ctx, deps.world);
  registerRosterJobs(ctx, keeping);
  registerStationJobs(ctx);
  registerVisitLetters(ctx);
  registerStoppedConnections(ctx);
  registerOwnChat();
  registerOwnQuality();
  registerOwnDrawings();
  registerVisitGuests(ctx);
  registerPartyAsked(ctx);
  registerCredits(ctx);
  registerOverdueJobs(ctx);
  registerFlags(ctx);
  registerUnplacedJobs(ctx);
  registerStationFindings(ctx);
  registerOversightJobs({ ctx, blobs, sources: sealedSources });
  registerRecordingJobs({ ctx, blobs, media, recordFolder });
  registerKeeping(keeping, blobs);
  registerKeepingJobs(ctx, keeping);
  app.addHook("onReady", () => rooms.start());
  app.addHook("preClose", () => rooms.stop());
  app.addHook("onClose", async () => letters.close());

  if (deps.webDist) registerWeb(app, deps.webDist);
  return app;
}

async function healthOf(deps: AppDeps, media: Health["media"]): Promise<Health> {
  const database = await sql`select 1`.execute(deps.db).then(
    () => ({ status: "ok" as const }),
    () => ({ status: "unavailable" as const, reason: "the database does not answer" }),
  );
  const status = database.status === "ok" && media.status === "ok" ? "ok" : "degraded";
  return { status, version: deps.version, database, media, relays: deps.config.turn ? "configured" : "none" };
}

function healthOfMedia(media: MediaServer): Health["media"] {
  const { status, reason, address } = media.health();
  return { status, ...(reason ? { reason } : {}), ...(address ? { address } : {}) };
}
