import { verifyLedger } from "#server/domains/money/index.ts";
import { systemClock } from "#server/platform/clock.ts";
import { bringUpToDate, openData } from "#server/platform/data.ts";
import { openDatabase } from "#server/platform/database.ts";
import type { Command } from "./command.ts";

const FAULTS_SAID_MAX = 20;

export const command: Command = {
  usage: "ledger verify",
  summary:
    "Adds up every transfer anew, beside a running server or without one: each book holds what its transfers put there, each wallet what is reserved of it, and all books together nothing. Names what does not fit, and ends with status 1 then.",
  async run({ config, positionals, say }) {
    if (positionals.join(" ") !== "verify") return { ok: false, result: 'Nothing was verified. Say "ledger verify".' };
    const data = await openData(config, "command");
    try {
      await bringUpToDate(data, systemClock.now());
      const db = openDatabase(data.appUrl, { max: 1 });
      try {
        const { transfers, books, faults } = await verifyLedger(db);
        for (const { fault, subject, says, shouldBe } of faults.slice(0, FAULTS_SAID_MAX))
          say(`${sentences[fault]}: ${subject ?? "the ledger"} has ${says} cents and should have ${shouldBe}.`);
        const counted = `${transfers} transfers between ${books} books`;
        return faults.length > 0
          ? { ok: false, result: `Broken: ${faults.length} faults in ${counted}.` }
          : { ok: true, result: `Whole: ${counted}, and all of them together hold nothing.` };
      } finally {
        await db.destroy();
      }
    } finally {
      await data.close();
    }
  },
};

const sentences: Readonly<Record<string, string>> = {
  sum_not_zero: "All books together hold something",
  balance_is_not_its_transfers: "A book does not hold what its transfers put there",
  no_such_book: "A transfer names a book that is not there",
  reserved_is_not_its_reserves: "A wallet has another amount reserved than its reserves say",
  wallet_overdrawn: "A wallet holds less than is reserved of it",
  taken_beyond_its_reserve: "More was taken than was reserved",
  no_such_reserve: "A transfer names a reserve that is not there",
  wrong_correction: "A correction does not take back what it names",
  corrected_beyond_itself: "More was taken back of a transfer than it moved",
};
