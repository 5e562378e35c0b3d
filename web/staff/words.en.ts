import { bill } from "#web/words/en/bill.ts";
import { errors } from "#web/words/en/errors.ts";
import { letters } from "#web/words/en/letters.ts";
import { live } from "#web/words/en/live.ts";
import { shared } from "#web/words/en/shared.ts";
import { staff } from "#web/words/en/staff.ts";

export const words = { ...shared, ...errors, ...staff, ...bill, ...letters, ...live };
