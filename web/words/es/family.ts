import type { family as en } from "#web/words/en/family.ts";
import { account } from "./family/account.ts";
import { book } from "./family/book.ts";
import { equipment } from "./family/equipment.ts";
import { home } from "./family/home.ts";
import { ownLetters } from "./family/letters.ts";
import { live } from "./family/live.ts";
import { party } from "./family/party.ts";
import { people } from "./family/people.ts";
import { prices } from "./family/prices.ts";
import { shell } from "./family/shell.ts";
import { signIn } from "./family/sign-in.ts";
import { visits } from "./family/visits.ts";

export const family: Record<keyof typeof en, string> = {
  ...shell,
  ...signIn,
  ...home,
  ...people,
  ...book,
  ...visits,
  ...party,
  ...live,
  ...account,
  ...equipment,
  ...ownLetters,
  ...prices,
};
