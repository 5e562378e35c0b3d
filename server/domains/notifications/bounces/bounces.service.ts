import type { Step } from "#server/domains/notifications/notifications.tables.ts";
import { move } from "#server/domains/notifications/steps.service.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { type Report, readReport } from "./report.ts";
import { deliveryIn } from "./return-path.ts";

/** What a report says of a letter. A mail server that passes a letter on to one that sends no reports proves nothing. */
const steps: Readonly<Record<Report["action"], Step | undefined>> = {
  failed: "bounce",
  delayed: "delay",
  delivered: "delivered",
  relayed: undefined,
  expanded: undefined,
};

/**
 * Takes in what came back as mail. `recipient` is the address it was sent to, where the mail server says it. Counts only with a
 * mark that we made, so that nobody can report a stranger's letter; all other mail is let go without a word.
 */
export async function takeReport(ctx: Ctx, raw: Buffer, recipient?: string): Promise<"bounced" | "delayed" | "delivered" | "nothing"> {
  const report = await readReport(raw);
  const step = report && steps[report.action];
  const deliveryId = report && deliveryIn(ctx.config.dataDir, [recipient ?? "", ...report.marks]);
  if (!report || !step || deliveryId === undefined) return "nothing";
  const code = `dsn_${report.status ?? report.action}`;
  const moved = await inTransaction(ctx, (tx) => move(tx, deliveryId, step, { code: step === "delivered" ? null : code }));
  if (!moved) return "nothing";
  ctx.log.info({ event: "letter_reported", deliveryId, step, code }, "a report about a letter came in");
  return step === "bounce" ? "bounced" : step === "delay" ? "delayed" : "delivered";
}
