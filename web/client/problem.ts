import type { ErrorCode } from "#contracts/errors.ts";

/** What can go wrong before an answer comes: no network, or none in time. */
type ClientCode = "client.offline" | "client.timeout" | "client.broken" | "client.passkey_cancelled" | "client.passkey_unable";
export type Code = ErrorCode | ClientCode;

/** A refusal: every reason at once, with the facts their sentences may use. Thrown by `call()`, drawn by `<Refusal>`. */
export interface Problem extends Error {
  name: "Problem";
  codes: Code[];
  facts: Record<string, unknown>;
  status: number;
  requestId: string | undefined;
}

/** Makes a problem; `codes` may hold some that this page is too old to know. */
export function problem(
  codes: readonly string[],
  more: { facts?: Record<string, unknown>; status?: number; requestId?: string } = {},
): Problem {
  const { facts = {}, status = 0, requestId } = more;
  return Object.assign(new Error(codes.join(", ")), { name: "Problem" as const, codes: codes as Code[], facts, status, requestId });
}

/** Whether something caught is a refusal that can be said in words. */
export const isProblem = (caught: unknown): caught is Problem => caught instanceof Error && caught.name === "Problem";

/** Anything caught, as a refusal: what is not one is a fault of the page itself. */
export const asProblem = (caught: unknown): Problem => (isProblem(caught) ? caught : problem(["client.broken"]));
