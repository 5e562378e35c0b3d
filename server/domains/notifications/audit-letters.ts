import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { HEADS_JOB, headsOn } from "#server/domains/audit/index.ts";
import { facilitiesReached } from "#server/domains/facilities/index.ts";
import { listOverseers } from "#server/domains/identity/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { type BuildLetter, registerLetter } from "./letters.ts";
import { notify } from "./notifications.service.ts";
import { sentence } from "./words.ts";

const TEMPLATE = "audit.heads";

/** Mails overseers, every day, where the record stands: audit stands above, so it asks by a job. A head in a mailbox can't be written anew. */
export function registerAuditLetters(ctx: Ctx): void {
  registerLetter(TEMPLATE, heads);
  ctx.jobs.work(HEADS_JOB, async ({ day }) => {
    assert(typeof day === "string", "the job names its day");
    const accounts = new Set((await listOverseers(ctx.db)).map((grant) => grant.accountId));
    for (const accountId of accounts)
      await inTransaction(ctx, (tx) => notify(tx, { id: idOf(day, accountId), accountId, template: TEMPLATE, facts: { day } }));
  });
}

/** The same letter has the same id, so a job that runs twice writes once. */
function idOf(day: string, accountId: string): string {
  const hash = createHash("sha256").update(`${TEMPLATE} ${day} ${accountId}`).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

const heads: BuildLetter = async (ctx, facts, locale, { accountId }) => {
  if (accountId === null) return undefined;
  const day = String(facts.day);
  const grants = await listOverseers(ctx.db, accountId);
  const agencyIds = grants.filter((grant) => grant.facilityId === null).map((grant) => grant.agencyId);
  const facilities = await facilitiesReached(ctx, { facilityIds: grants.flatMap((grant) => grant.facilityId ?? []), agencyIds });
  const rows = await headsOn(ctx, day, { facilityIds: facilities.map((facility) => facility.id), agencyIds });
  if (grants.length === 0 || rows.length === 0) return undefined;
  const named = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));
  const lines = rows.map((row) => {
    const name = facilities.find((facility) => facility.id === row.chain)?.name ?? sentence(locale, `audit_heads.of_${row.kind}`);
    const number = (value: number) => value.toLocaleString(locale);
    const blanks = { name, number: number(row.number), total: number(row.total), hash: row.hash, at: row.sealedAt.toString() };
    return sentence(locale, "audit_heads.line", blanks);
  });
  const site = ctx.config.publicUrl;
  const parts = [
    sentence(locale, "greeting"),
    sentence(locale, "audit_heads.body", { day: named }),
    ...lines,
    sentence(locale, "audit_heads.next", { page: `${site}/public/record` }),
    sentence(locale, "signature", { site }),
  ];
  return { subject: sentence(locale, "audit_heads.subject", { day: named }), text: `${parts.join("\n\n")}\n` };
};
