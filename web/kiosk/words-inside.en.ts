import { bill } from "#web/words/en/bill.ts";
import { live } from "#web/words/en/live.ts";
import { statement } from "#web/words/en/statement.ts";
import { wallet } from "#web/words/en/wallet.ts";

export const words = { ...bill, ...live, ...statement, ...wallet };
