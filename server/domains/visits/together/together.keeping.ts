import type { Blobs } from "#server/platform/blobs.ts";
import type { Ctx } from "#server/platform/context.ts";
import type { Keeping, Report } from "#server/platform/keeping.ts";
import { removeSheet } from "./sheet-files.ts";
import * as store from "./sheets.store.ts";

const BATCHES_MAX = 1000;
const NIL = "00000000-0000-0000-0000-000000000000";

/** Pictures go on their day, with their keys; what lay on the shelf goes once it was taken off and no visit that is kept shows it. */
export function registerTogetherKeeping(keeping: Keeping, blobs: Blobs): void {
  keeping.register({
    kind: "shared_picture",
    tables: ["visits.together_sheet", "visits.together_picture"],
    files: [{ table: "visits.together_picture", id: "id", key: "key" }],
    erase: (ctx, report) => eraseDue(ctx, blobs, report),
  });
}

async function eraseDue(ctx: Ctx, blobs: Blobs, report: Report): Promise<void> {
  let after = NIL;
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const due = await store.listDue(ctx.db, ctx.now(), after);
    for (const { id, agencyId, facilityId, since, held } of due) {
      after = id;
      if (!held) await removeSheet(ctx, blobs, id);
      await report([{ agencyId, facilityId, since, outcome: held ? "held" : "erased" }]);
    }
    if (due.length === 0) return;
  }
}
