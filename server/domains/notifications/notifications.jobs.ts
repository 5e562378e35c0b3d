import assert from "node:assert/strict";
import { LETTER_JOB } from "#server/domains/identity/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { registerAuditLetters } from "./audit-letters.ts";
import { registerConnectionLetters } from "./connection-letters.ts";
import { registerIdentityLetters } from "./identity-letters.ts";
import { deliver, notify, SEND_JOB, sweep } from "./notifications.service.ts";
import { outboxTransport } from "./outbox.ts";
import { smtpTransport, type Transport } from "./transport.ts";

const EVERY_TEN_MINUTES = "*/10 * * * *";

/** Starts sending: by mail in a real world, into the outbox in a demonstration. Answers with how to stop. */
export function registerNotifications(ctx: Ctx, world: "demo" | "real"): { close(): void } {
  const transport = transportFor(ctx, world);
  registerIdentityLetters();
  registerConnectionLetters(ctx);
  registerAuditLetters(ctx);
  ctx.jobs.work(SEND_JOB, ({ deliveryId }) => deliver(ctx, transport, idOf(deliveryId)));
  ctx.jobs.work(LETTER_JOB, async ({ deliveryId, letter, accountId, facilityId, signUpId }) => {
    // For an address that nobody has: the job is there so that asking takes as long.
    if (typeof accountId !== "string") return;
    const facts = {
      ...(typeof facilityId === "string" ? { facilityId } : {}),
      ...(typeof signUpId === "string" ? { signUpId } : {}),
    };
    await inTransaction(ctx, (tx) => notify(tx, { id: idOf(deliveryId), accountId, template: `identity.${letter}`, facts }));
  });
  ctx.jobs.cron("notifications.sweep", EVERY_TEN_MINUTES, () => sweep(ctx, transport));
  return { close: () => transport?.close() };
}

function transportFor(ctx: Ctx, world: "demo" | "real"): Transport | undefined {
  if (world === "demo") return outboxTransport(ctx);
  if (ctx.config.smtpUrl) return smtpTransport(ctx.config, ctx.config.smtpUrl);
  ctx.log.warn({ event: "mail_unavailable" }, "no mail server is set (SMTP_URL): letters wait until there is one");
  return undefined;
}

function idOf(value: unknown): string {
  assert(typeof value === "string", "a job names its delivery");
  return value;
}
