import { everyone as errors } from "#web/words/en/errors/everyone.ts";
import { family } from "#web/words/en/family.ts";
import { shared } from "#web/words/en/shared.ts";

export const words = { ...shared, ...errors, ...family };
