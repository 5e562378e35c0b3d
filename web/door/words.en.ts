import { door } from "#web/words/en/door.ts";
import { errors } from "#web/words/en/errors.ts";
import { shared } from "#web/words/en/shared.ts";

export const words = { ...shared, ...errors, ...door };
