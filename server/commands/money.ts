import { keepReconciled, openProcessor, readStatements } from "#server/domains/money/index.ts";
import type { Command } from "./command.ts";
import { inWorld } from "./in-world.ts";

const SAID_MAX = 50;

export const command: Command = {
  usage: "money reconcile",
  summary:
    "Reads the card processor's statements and holds them against our own rows, beside a running server or without one. Names each payment or refund that only one of the two has, or with another sum, and ends with status 1 then.",
  async run({ config, positionals, say }) {
    if (positionals.join(" ") !== "reconcile") return { ok: false, result: 'Nothing was reconciled. Say "money reconcile".' };
    return inWorld(config, async (ctx) => {
      const added = await readStatements(ctx, openProcessor(config));
      const found = await keepReconciled(ctx);
      for (const { what, kind, processorId, ourId, theirCents, ourCents } of found.differences.slice(0, SAID_MAX))
        say(
          `${sentences[what]}: ${kind} ${processorId ?? "without a name"} (theirs ${theirCents ?? "none"}, ours ${ourCents ?? "none"} cents, our id ${ourId ?? "none"}).`,
        );
      const counted = `${found.theirs} lines of theirs, ${found.ours} of ours, ${added} new statements`;
      return found.differences.length > 0
        ? { ok: false, result: `${found.differences.length} differences in ${counted}.` }
        : { ok: true, result: `No differences in ${counted}.` };
    });
  },
};

const sentences = {
  only_theirs: "Only the processor has it",
  only_ours: "Only we have it",
  other_sum: "The sums differ",
  payout_sum: "A payout is not the sum of its lines",
} as const;
