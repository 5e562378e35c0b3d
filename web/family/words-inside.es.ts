import { bill } from "#web/words/es/bill.ts";
import { letters } from "#web/words/es/letters.ts";
import { live } from "#web/words/es/live.ts";
import { plans } from "#web/words/es/plans.ts";
import { statement } from "#web/words/es/statement.ts";
import { topUp } from "#web/words/es/topup.ts";
import { wallet } from "#web/words/es/wallet.ts";

export const words = { ...bill, ...letters, ...live, ...plans, ...statement, ...topUp, ...wallet };
