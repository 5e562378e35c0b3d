import { everyone as errors } from "#web/words/en/errors/everyone.ts";
import { kiosk } from "#web/words/en/kiosk.ts";
import { live } from "#web/words/en/live.ts";
import { shared } from "#web/words/en/shared.ts";

export const words = { ...shared, ...errors, ...kiosk, ...live };
