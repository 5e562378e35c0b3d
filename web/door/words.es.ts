import { door } from "#web/words/es/door.ts";
import { errors } from "#web/words/es/errors.ts";
import { shared } from "#web/words/es/shared.ts";

export const words = { ...shared, ...errors, ...door };
