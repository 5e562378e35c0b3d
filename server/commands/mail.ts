import { takeReport } from "#server/domains/notifications/index.ts";
import { explain } from "#server/platform/explain.ts";
import type { Command } from "./command.ts";
import { inWorld } from "./in-world.ts";

const REPORT_BYTES_MAX = 1_000_000;
/** What mail servers read as "not now" (EX_TEMPFAIL of sysexits.h). */
const TRY_AGAIN_STATUS = 75;

export const command: Command = {
  usage: "mail bounce [--to ADDRESS] < REPORT",
  summary: "Takes in, from a mail server's pipe, one report about a letter: it came back, is late, or was delivered.",
  options: { to: { type: "string", help: "The address to which the report was sent, where the mail server says it" } },
  async run({ config, values, positionals }) {
    if (positionals.length !== 1 || positionals[0] !== "bounce") return { ok: false, result: "throughline mail bounce < REPORT" };
    const raw = await standardInput();
    try {
      const taken = await inWorld(config, (ctx) => takeReport(ctx, raw, typeof values.to === "string" ? values.to : undefined));
      // What is no report of ours is a success too: to fail would have the mail server send a report about the report.
      return { ok: true, result: taken };
    } catch (error) {
      // The database is away for a while: the mail server keeps the report and brings it again.
      return { ok: false, status: TRY_AGAIN_STATUS, result: explain(error, config) ?? `Failed: ${(error as Error).message}` };
    }
  },
};

/** What the mail server hands over, and no more than a report can be long. */
async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    bytes += (chunk as Buffer).length;
    if (bytes <= REPORT_BYTES_MAX) chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
