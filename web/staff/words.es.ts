import { bill } from "#web/words/es/bill.ts";
import { errors } from "#web/words/es/errors.ts";
import { letters } from "#web/words/es/letters.ts";
import { live } from "#web/words/es/live.ts";
import { shared } from "#web/words/es/shared.ts";
import { staff } from "#web/words/es/staff.ts";

export const words = { ...shared, ...errors, ...staff, ...bill, ...letters, ...live };
