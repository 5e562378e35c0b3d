import type { LetterKind } from "#contracts/letter-kinds.ts";
import type { DeliveryStatus } from "#contracts/notifications.ts";
import type { Step } from "./notifications.tables.ts";

/**
 * Every transition there is. Reports come back as mail, in any order, and may overtake our own note that a letter went out: a
 * server that died between the two learns from the report, and the letter is not sent a second time.
 */
export const transitions: Readonly<Record<Step, { from: readonly DeliveryStatus[]; to: DeliveryStatus | "same" }>> = {
  wait: { from: ["queued"], to: "queued" },
  take: { from: ["queued"], to: "sending" },
  sent: { from: ["sending"], to: "sent" },
  retry: { from: ["sending"], to: "queued" },
  fail: { from: ["sending"], to: "failed" },
  drop: { from: ["queued", "sending"], to: "not_sent" },
  delay: { from: ["sending", "sent"], to: "same" },
  delivered: { from: ["queued", "sending", "sent"], to: "delivered" },
  // A mailbox that passes letters on may say "delivered" first and "no" later.
  bounce: { from: ["queued", "sending", "sent", "delivered"], to: "bounced" },
};

/** Where a delivery stands after a step; undefined where the step cannot be, and then nothing is written. */
export function next(status: DeliveryStatus, step: Step): DeliveryStatus | undefined {
  const { from, to } = transitions[step];
  if (!from.includes(status)) return undefined;
  return to === "same" ? status : to;
}

/** Whether a letter may be sent once more: it has gone somewhere or nowhere, and its like is not asked for on a page of its own. */
export function canSendAgain(template: string, status: DeliveryStatus): boolean {
  return ["sent", "delivered", "bounced", "failed"].includes(status) && !template.startsWith("identity.");
}

/** Whether its reader has stopped this kind. What is needed cannot be stopped. */
export function isStopped(
  template: string,
  kind: LetterKind,
  setting: { stoppedAt: unknown; off: readonly string[] } | undefined,
): boolean {
  return kind.need === "optional" && setting !== undefined && (setting.stoppedAt !== null || setting.off.includes(template));
}
