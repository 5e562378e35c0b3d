import { existsSync } from "node:fs";
import path from "node:path";
import { bearWorld } from "#server/demo/birth.ts";
import { makeLetterLink } from "#server/domains/identity/index.ts";
import { linkOf } from "#server/domains/notifications/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import type { Command, Outcome } from "./command.ts";
import { type Founded, found } from "./found/founding.ts";
import { look } from "./found/look.ts";
import { type Asked, options, readAsked } from "./found/options.ts";
import { inWorld } from "./in-world.ts";

const DEMONSTRATION =
  "THROUGHLINE_DATA: this data holds the demonstration, and a world is never turned. Choose another folder, here and for npm start.";

export const command: Command = {
  usage: 'found --agency "…" --facility "…" --kind jail --zone America/Denver --given-name … --family-name … --email …',
  summary:
    "Founds a real agency with its first facility, and invites its first administrator: the last line is the link. Said again, it adds what is missing and nothing twice.",
  options,
  async run({ config, values, positionals, say }) {
    const { asked, refusals } = readAsked({ values, positionals });
    // What cannot be founded leaves no trace, not even an empty database; one that is there is asked for its reasons too.
    const there = config.databaseUrl !== undefined || existsSync(path.join(config.dataDir, "postgres"));
    if (refusals.length > 0 && !there) return refused(refusals, say);
    return inWorld(config, async (ctx, world) => {
      const all = [...refusals, ...(world === "demo" ? [DEMONSTRATION] : (await look(ctx, asked)).refusals)];
      if (all.length > 0) return refused(all, say);
      await bearWorld(ctx.db, "real", ctx.now());
      const done = await found(ctx, asked);
      return "refusals" in done ? refused(done.refusals, say) : told(ctx, asked, done, say);
    });
  },
};

function refused(reasons: readonly string[], say: (line: string) => void): Outcome {
  for (const reason of reasons) say(reason);
  return { ok: false, result: "Nothing was founded." };
}

/** Says what stands now; the last line is what the operator needs next. */
async function told(ctx: Ctx, asked: Asked, done: Founded, say: (line: string) => void): Promise<Outcome> {
  const { agency, facility, administrator } = done;
  const state = (added: boolean) => (added ? "" : "  (was there already)");
  say(`agency    ${agency.id}  ${agency.name}${state(agency.added)}`);
  if (facility) {
    say(`facility  ${facility.id}  ${facility.name}${state(facility.added)}`);
    for (const unit of facility.unitsAdded) say(`unit      ${unit}`);
    say(
      facility.lawKnown
        ? "prices    everything is free until an administrator sets a price; the page “Prices” shows the cap beside it."
        : "prices    everything is free until its state and who runs it are told: on the page “Prices”, or here with --state and --run-by.",
    );
  }
  if (!administrator) return { ok: true, result: `The administrators of ${agency.name} see it at once.` };
  const { givenName, familyName, email } = asked.administrator ?? {};
  if (administrator.setUp)
    return { ok: true, result: `${givenName} ${familyName} administers ${agency.name} and has an account already: no link is needed.` };
  const token = await makeLetterLink(ctx, "staff_invitation", administrator.accountId);
  const letter = ctx.config.smtpUrl
    ? `A letter with a link like this one goes to ${email}.`
    : "No mail server is set (SMTP_URL): hand it over yourself.";
  say(`${givenName} ${familyName} sets up the account with this link. It works once, for seven days. ${letter}`);
  return { ok: true, result: linkOf(ctx.config.publicUrl, "staff_invitation", token ?? "") };
}
