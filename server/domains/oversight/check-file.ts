import { createHash } from "node:crypto";
import { faultsOf, type Proof } from "#server/domains/audit/index.ts";
import type { Manifest } from "./record-file.ts";
import { unzip } from "./unzip.ts";

interface Line {
  id: string;
  at: string;
  code?: string;
  what?: string;
  facts: unknown;
}

/** Checks a person's record without a database: each file against the manifest, each row against its seal, and what is told against what is proven. */
export function checkRecordFile(
  zip: Buffer,
  head?: string,
): { faults: string[]; rows: number; unsealed: number; seals: number; head: string | null } {
  const files = unzip(zip);
  const read = <T>(name: string): T => JSON.parse(String(files.get(name) ?? "null")) as T;
  const manifest = read<Manifest | null>("manifest.json");
  const [record, proof] = [read<{ audit: Line[]; visits: { timeline: Line[] }[] } | null>("record.json"), read<Proof | null>("proof.json")];
  if (!manifest || !record || !proof)
    return { faults: ["this is no record of ours: a file is missing"], rows: 0, unsealed: 0, seals: 0, head: null };
  const faults = manifest.files.flatMap(({ name, sha256 }) =>
    createHash("sha256")
      .update(files.get(name) ?? "")
      .digest("hex") === sha256
      ? []
      : [`${name}: was changed`],
  );
  faults.push(...faultsOf(proof, head));
  const proven = new Map(proof.rows.map((row) => [row.id, row]));
  for (const line of [...record.audit, ...record.visits.flatMap((visit) => visit.timeline)])
    if (!fits(line, proven.get(line.id)?.text)) faults.push(`record.json, ${line.id}: is not what was sealed`);
  const told = new Set([...record.audit, ...record.visits.flatMap((visit) => visit.timeline)].map((line) => line.id));
  for (const row of proof.rows) if (!told.has(row.id)) faults.push(`record.json: ${row.id} was left out`);
  const newest = proof.seals.at(-1)?.hash ?? null;
  if ((manifest.head?.hash ?? null) !== newest) faults.push("manifest.json: names another head than the seals have");
  return {
    faults,
    rows: proof.rows.length,
    unsealed: proof.rows.filter((row) => row.number === null).length,
    seals: proof.seals.length,
    head: newest,
  };
}

/** Whether a line of the record says what the sealed text says. */
function fits(line: Line, text: string | undefined): boolean {
  const row = (text ? (JSON.parse(text) as { row: (Line & { at: string }) | null }).row : null) ?? undefined;
  if (!row) return false;
  const same = Temporal.Instant.compare(Temporal.Instant.from(row.at), Temporal.Instant.from(line.at)) === 0;
  return same && (row.code ?? row.what) === (line.code ?? line.what) && sorted(row.facts) === sorted(line.facts);
}

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_name, each: unknown) =>
    each !== null && typeof each === "object" && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort()) : each,
  );
