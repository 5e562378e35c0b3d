import { everyone as errors } from "#web/words/es/errors/everyone.ts";
import { family } from "#web/words/es/family.ts";
import { shared } from "#web/words/es/shared.ts";

export const words = { ...shared, ...errors, ...family };
