import { bill } from "#web/words/en/bill.ts";
import { letters } from "#web/words/en/letters.ts";
import { live } from "#web/words/en/live.ts";
import { plans } from "#web/words/en/plans.ts";
import { statement } from "#web/words/en/statement.ts";
import { topUp } from "#web/words/en/topup.ts";
import { wallet } from "#web/words/en/wallet.ts";

export const words = { ...bill, ...letters, ...live, ...plans, ...statement, ...topUp, ...wallet };
