import { bill } from "#web/words/es/bill.ts";
import { everyone as errors } from "#web/words/es/errors/everyone.ts";
import { publicRecord } from "#web/words/es/public.ts";
import { shared } from "#web/words/es/shared.ts";

export const words = { ...shared, ...errors, ...publicRecord, ...bill };
