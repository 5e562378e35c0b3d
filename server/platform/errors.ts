import assert from "node:assert/strict";
import { type ErrorCode, errors } from "#contracts/errors.ts";

/** What a refusal may tell beside its codes: ids, numbers and times, never names or words. */
export type Facts = Readonly<Record<string, unknown>>;

/** An expected refusal, with every reason at once. Sentences for it live in the web apps' words. */
export class AppError extends Error {
  readonly codes: readonly ErrorCode[];
  readonly facts: Facts;
  readonly status: number;

  constructor(codes: readonly ErrorCode[], facts: Facts = {}, options?: ErrorOptions) {
    const [first] = codes;
    assert(first, "a refusal names at least one code");
    super(codes.join(", "), options);
    this.name = "AppError";
    this.codes = codes;
    this.facts = facts;
    this.status = errors[first].status;
  }
}

/** The body of every answer that is not a success (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  codes: readonly string[];
  facts: Facts;
  requestId: string;
}

/** How a refusal is told over HTTP. */
export function toProblem(error: AppError, requestId: string): Problem {
  const { codes, facts, status } = error;
  return { type: `urn:throughline:error:${codes[0]}`, title: String(codes[0]), status, codes, facts, requestId };
}
