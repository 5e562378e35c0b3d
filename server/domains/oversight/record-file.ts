import { createHash } from "node:crypto";

import { ZipFile } from "yazl";
import { listEntriesAbout, type Proof, proofOf, type SealedSource } from "#server/domains/audit/index.ts";
import { facilityOf } from "#server/domains/facilities/index.ts";
import { listLines, timelineSource } from "#server/domains/visits/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { findPerson, LINES_MAX, linesOf, type RecordExportRow } from "./exports.store.ts";
import { indexPage } from "./index-page.ts";
import { readme } from "./readme.ts";

/** One file inside: whoever has the manifest's hash can show that none was changed. */
export interface Manifest {
  form: 1;
  exportId: string;
  facilityId: string;
  facility: string;
  residentId: string;
  purpose: string;
  basis: string | null;
  madeAt: string;
  /** The chain's newest seal when the file was made. */
  head: { number: number; hash: string } | null;
  files: { name: string; bytes: number; sha256: string }[];
}

export type PersonRecord = Awaited<ReturnType<typeof recordOf>>;

/** All that one facility has written down about a person, and the proof of what is sealed in it. */
async function recordOf(ctx: Ctx, row: RecordExportRow) {
  const { facilityId, residentId } = row;
  const [facility, person] = [await facilityOf(ctx, facilityId), await findPerson(ctx.db, row.agencyId, residentId)];
  const lines = await linesOf(ctx.db, row);
  const visits = [];
  for (const visit of lines.visits) visits.push({ ...visit, timeline: await listLines(ctx.db, visit.id) });
  const about = [
    residentId,
    ...lines.custody.map((line) => line.stayId),
    ...lines.visits.map((each) => each.id),
    ...lines.connections.map((each) => each.id),
  ];
  const audit = await listEntriesAbout(ctx.db, facilityId, { ids: [...new Set(about)], actorId: residentId }, LINES_MAX);
  const { custody, connections, disclosures } = lines;
  const full = [custody, connections, disclosures, lines.visits, audit].some((each) => each.length >= LINES_MAX);
  return {
    facility: facility?.name ?? facilityId,
    timeZone: facility?.timeZone ?? "UTC",
    person,
    custody,
    connections,
    visits,
    disclosures,
    audit,
    full,
  };
}

/** The whole file as a ZIP: for reading (index.html), for machines (record.json), the proof, how to check it, and the hash of each. */
export async function makeRecordFile(ctx: Ctx, sources: readonly SealedSource[], row: RecordExportRow): Promise<NodeJS.ReadableStream> {
  const record = await recordOf(ctx, row);
  const sealed = [
    ...record.audit.map(({ id }) => ({ source: "audit.entry", rowId: id })),
    ...record.visits.flatMap((visit) => visit.timeline.map(({ id }) => ({ source: timelineSource.source, rowId: id }))),
  ];
  const proof: Proof = await proofOf(ctx.db, sources, row.facilityId, sealed);
  const newest = proof.seals.at(-1);
  const files: [name: string, content: string][] = [
    ["README.txt", readme],
    ["index.html", indexPage(record, row)],
    ["record.json", `${JSON.stringify(record, null, 2)}\n`],
    ["proof.json", `${JSON.stringify(proof, null, 1)}\n`],
  ];
  const manifest: Manifest = {
    form: 1,
    exportId: row.id,
    facilityId: row.facilityId,
    facility: record.facility,
    residentId: row.residentId,
    purpose: row.purpose,
    basis: row.basis,
    madeAt: ctx.now().toString(),
    head: newest ? { number: newest.number, hash: newest.hash } : null,
    files: files.map(([name, content]) => ({
      name,
      bytes: Buffer.byteLength(content),
      sha256: createHash("sha256").update(content).digest("hex"),
    })),
  };
  const zip = new ZipFile();
  const mtime = new Date(ctx.now().epochMilliseconds);
  for (const [name, content] of [...files, ["manifest.json", `${JSON.stringify(manifest, null, 2)}\n`] as const])
    zip.addBuffer(Buffer.from(content), name, { mtime });
  zip.end();
  return zip.outputStream;
}
