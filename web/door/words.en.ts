import { door } from "#web/words/en/door.ts";
import { everyone as errors } from "#web/words/en/errors/everyone.ts";
import { shared } from "#web/words/en/shared.ts";

export const words = { ...shared, ...errors, ...door };
