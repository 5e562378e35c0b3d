import { door } from "#web/words/es/door.ts";
import { everyone as errors } from "#web/words/es/errors/everyone.ts";
import { shared } from "#web/words/es/shared.ts";

export const words = { ...shared, ...errors, ...door };
