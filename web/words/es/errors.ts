import type { errors as en } from "#web/words/en/errors.ts";
import { everyone } from "./errors/everyone.ts";
import { prices } from "./errors/prices.ts";
import { staff } from "./errors/staff.ts";
import { together } from "./errors/together.ts";

export const errors: Record<keyof typeof en, string> = { ...everyone, ...prices, ...staff, ...together };
