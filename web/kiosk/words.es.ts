import { everyone as errors } from "#web/words/es/errors/everyone.ts";
import { kiosk } from "#web/words/es/kiosk.ts";
import { shared } from "#web/words/es/shared.ts";

export const words = { ...shared, ...errors, ...kiosk };
