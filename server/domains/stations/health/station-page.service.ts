import type { AnswerOf } from "#contracts/endpoint.ts";
import type { stationCareStaff } from "#contracts/station-care.ts";
import { blocksOf, statusesNow } from "#server/domains/stations/blocks/blocks.service.ts";
import { listSignedIn } from "#server/domains/stations/sign-outs.store.ts";
import { listStations } from "#server/domains/stations/stations.store.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { listTests } from "./echo.store.ts";

const TESTS_SHOWN_MAX = 30;

/** Everything staff may know of one station. */
export async function stationPage(ctx: Ctx, facilityId: string, stationId: string): Promise<AnswerOf<typeof stationCareStaff.stationPage>> {
  const [station] = await listStations(ctx.db, facilityId, stationId);
  if (!station) throw new AppError(["station.unknown"]);
  const { id, name, unit, groupId, camera, microphone, appVersion, browserVersion } = station;
  const [signedIn] = await listSignedIn(ctx.db, { facilityId, stationId }, ctx.now());
  const tests = await listTests(ctx.db, stationId, TESTS_SHOWN_MAX);
  return {
    ...{ id, name, unit, groupId, camera, microphone, appVersion, browserVersion },
    status: (await statusesNow(ctx, facilityId))(station),
    enrolled: station.keyThumbprint !== null,
    lastSeenAt: station.lastSeenAt?.toString() ?? null,
    blocks: await blocksOf(ctx, facilityId, stationId),
    signedIn: signedIn
      ? {
          residentId: signedIn.residentId,
          name: `${signedIn.givenName} ${signedIn.familyName}`,
          since: signedIn.madeAt.toString(),
          lastActiveAt: signedIn.lastActiveAt.toString(),
          inVisit: Boolean(signedIn.inVisit),
        }
      : null,
    echo: {
      askedAt: station.echoAskedAt?.toString() ?? null,
      tests: tests.map(({ startedAt, ...test }) => ({ ...test, startedAt: startedAt.toString() })),
    },
  };
}
