import { bill } from "#web/words/en/bill.ts";
import { everyone as errors } from "#web/words/en/errors/everyone.ts";
import { publicRecord } from "#web/words/en/public.ts";
import { shared } from "#web/words/en/shared.ts";

export const words = { ...shared, ...errors, ...publicRecord, ...bill };
