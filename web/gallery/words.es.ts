import { errors } from "#web/words/es/errors.ts";
import { gallery } from "#web/words/es/gallery.ts";
import { shared } from "#web/words/es/shared.ts";

export const words = { ...shared, ...errors, ...gallery };
