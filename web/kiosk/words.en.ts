import { everyone as errors } from "#web/words/en/errors/everyone.ts";
import { kiosk } from "#web/words/en/kiosk.ts";
import { shared } from "#web/words/en/shared.ts";

export const words = { ...shared, ...errors, ...kiosk };
