import type { TogetherPage, TogetherStep } from "#contracts/together.ts";
import type { Ctx } from "#server/platform/context.ts";
import * as store from "./together.store.ts";

/** All that happened on a visit's sheet, in order. Whoever asks has stated a purpose: see recordings. */
export async function replayOf(ctx: Ctx, visitId: string): Promise<{ pages: TogetherPage[]; steps: TogetherStep[] }> {
  const [pages, steps] = [await store.listPages(ctx.db, visitId), await store.listSteps(ctx.db, visitId)];
  return {
    pages: pages.map(({ putUpId: _put, ...page }) => page),
    steps: steps.map(({ at, seat: by, step, pageId: page, updateBytes }) => ({
      at: at.toString(),
      by,
      step,
      page,
      update: updateBytes?.toString("base64") ?? null,
    })),
  };
}
