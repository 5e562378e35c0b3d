import { everyone as errors } from "#web/words/es/errors/everyone.ts";
import { family } from "#web/words/es/family.ts";
import { letters } from "#web/words/es/letters.ts";
import { live } from "#web/words/es/live.ts";
import { shared } from "#web/words/es/shared.ts";

export const words = { ...shared, ...errors, ...family, ...letters, ...live };
