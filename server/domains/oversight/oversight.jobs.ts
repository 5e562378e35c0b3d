import assert from "node:assert/strict";
import type { Blobs } from "#server/platform/blobs.ts";
import type { Keeping } from "#server/platform/keeping.ts";
import { type ExportParts, eraseExports, MAKE_JOB, makeExport } from "./exports.service.ts";

/** Makes files that were asked for. */
export function registerOversightJobs(parts: ExportParts): void {
  parts.ctx.jobs.work(MAKE_JOB, async ({ exportId }) => {
    assert(typeof exportId === "string", "a job names its export");
    await makeExport(parts, exportId);
  });
}

/** The nightly deletion takes the files whose day is over. */
export function registerOversightKeeping(keeping: Keeping, blobs: Blobs): void {
  keeping.register({
    kind: "record_export",
    tables: ["oversight.record_export"],
    files: [{ table: "oversight.record_export", id: "blob_id", key: "blob_key" }],
    erase: (ctx, report) => eraseExports(ctx, blobs, report),
  });
}
