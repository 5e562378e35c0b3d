import assert from "node:assert/strict";
import { CONNECTION_DECIDED_JOB, decidedConnection } from "#server/domains/contacts/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { type BuildLetter, registerLetter } from "./letters.ts";
import { notify } from "./notifications.service.ts";
import { sentence } from "./words.ts";

const TEMPLATE = "contacts.connection_decided";

/** Tells a contact what staff decided about a connection: contacts stands above, so it asks by a job. */
export function registerConnectionLetters(ctx: Ctx): void {
  registerLetter(TEMPLATE, connectionDecided);
  ctx.jobs.work(CONNECTION_DECIDED_JOB, async ({ deliveryId, connectionId, accountId, facilityId }) => {
    assert(typeof deliveryId === "string" && typeof connectionId === "string" && typeof accountId === "string");
    const where = typeof facilityId === "string" ? { facilityId } : {};
    await inTransaction(ctx, (tx) => notify(tx, { id: deliveryId, accountId, template: TEMPLATE, facts: { connectionId }, ...where }));
  });
}

const connectionDecided: BuildLetter = async (ctx, facts, locale) => {
  const decided = await decidedConnection(ctx, String(facts.connectionId));
  if (!decided) return undefined;
  const site = ctx.config.publicUrl;
  const { decision, residentName, reason, reasonWords } = decided;
  const blanks = { site, name: residentName, words: reasonWords ?? "", page: `${site}/family` };
  const parts = [
    sentence(locale, "greeting"),
    sentence(locale, `connection_${decision}.body`, blanks),
    sentence(locale, `decision.${reason}`),
    ...(reasonWords ? [sentence(locale, "decision.words", blanks)] : []),
    sentence(locale, `connection_${decision}.next`, blanks),
    sentence(locale, "signature", blanks),
  ];
  return { subject: sentence(locale, `connection_${decision}.subject`), text: `${parts.join("\n\n")}\n` };
};
