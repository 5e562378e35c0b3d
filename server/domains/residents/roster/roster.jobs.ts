import type { Readable } from "node:stream";
import { unseal } from "#server/domains/identity/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import type { Keeping, Passed } from "#server/platform/keeping.ts";
import { fetchList, openInFolder } from "./fetching.ts";
import { FEED_QUERY, FEED_SECRET } from "./page.service.ts";
import { importRoster } from "./roster.service.ts";
import * as store from "./roster.store.ts";
import type { FeedRow } from "./roster.tables.ts";
import { deleteRuns } from "./runs.store.ts";

const DELETED_AT_ONCE_MAX = 1000;

/** Looks at every feed each fifteen minutes; old lines of history go with the nightly deletion. */
export function registerRosterJobs(ctx: Ctx, keeping: Keeping): void {
  ctx.jobs.cron("roster.fetch", "*/15 * * * *", () => fetchFeeds(ctx));
  keeping.register({
    kind: "roster_file",
    tables: ["residents.roster_import", "residents.roster_run"],
    async erase(asked, report) {
      for (const deleteDue of [store.deleteImports, deleteRuns])
        for (let gone: Passed[] = []; ; await report(gone)) {
          gone = (await deleteDue(asked.db, asked.now(), DELETED_AT_ONCE_MAX)).map((row) => ({ ...row, outcome: "erased" }));
          if (gone.length === 0) break;
        }
    },
  });
}

/** Takes in what each feed has now; one that fails says so on the page Roster, and does not keep the others waiting. */
export async function fetchFeeds(ctx: Ctx): Promise<void> {
  for (const feed of await store.listFeeds(ctx.db)) await fetchFeed(ctx, feed);
}

async function fetchFeed(ctx: Ctx, feed: FeedRow): Promise<void> {
  const { facilityId, source: mapping, kind } = feed;
  try {
    const file = await listOf(ctx, feed);
    await importRoster(ctx, { id: newId(), facilityId, mapping, kind, via: "feed", file }, false);
    await store.noteFeed(ctx.db, feed.id, { triedAt: ctx.now(), takenAt: ctx.now(), problems: [] });
  } catch (error) {
    const problems = error instanceof AppError ? [...error.codes] : ["server.broken"];
    if (!(error instanceof AppError)) ctx.log.error({ err: error, feedId: feed.id }, "a feed could not be taken in");
    await store.noteFeed(ctx.db, feed.id, { triedAt: ctx.now(), problems });
  }
}

function listOf(ctx: Ctx, feed: FeedRow): Promise<Readable> {
  if (feed.way === "folder") return openInFolder(ctx.config.feedFolder, feed.facilityId, feed.place);
  const authorization = feed.secret ? unseal(ctx.config.dataDir, FEED_SECRET, feed.id, feed.secret) : undefined;
  const query = feed.query ? unseal(ctx.config.dataDir, FEED_QUERY, feed.id, feed.query) : "";
  return fetchList(`${feed.place}${query}`, { allowed: ctx.config.feedHosts, authorization });
}
