import type { Code } from "#web/client/problem.ts";
import { everyone } from "./errors/everyone.ts";
import { prices } from "./errors/prices.ts";
import { staff } from "./errors/staff.ts";
import { together } from "./errors/together.ts";

/**
 * Every refusal in two sentences: `code` says what happened, `code.more` what it means and the one next step.
 * Facts of a refusal are ICU values; a sentence must read well without them too.
 */
export const errors = { ...everyone, ...prices, ...staff, ...together } as const satisfies Record<Code | `${Code}.more`, string>;
