import { errors } from "#web/words/en/errors.ts";
import { gallery } from "#web/words/en/gallery.ts";
import { shared } from "#web/words/en/shared.ts";

export const words = { ...shared, ...errors, ...gallery };
