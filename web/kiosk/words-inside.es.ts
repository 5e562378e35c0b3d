import { bill } from "#web/words/es/bill.ts";
import { live } from "#web/words/es/live.ts";
import { statement } from "#web/words/es/statement.ts";
import { wallet } from "#web/words/es/wallet.ts";

export const words = { ...bill, ...live, ...statement, ...wallet };
