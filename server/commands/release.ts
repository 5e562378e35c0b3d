import { stayReasons } from "#contracts/residents.ts";
import { facilitiesCalled } from "#server/domains/facilities/index.ts";
import { bookedAs, lockResidents, release } from "#server/domains/residents/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { asking } from "./asking.ts";
import type { Command, Option, Outcome } from "./command.ts";
import { inWorld } from "./in-world.ts";

const text = (help: string) => ({ type: "string", help }) as const;
const options = {
  facility: text("Its id or its name"),
  "booking-number": text("Of the stay that ends"),
  reason: text(`Why: ${stayReasons.join(", ")} [other]`),
} as const satisfies Record<string, Option>;

export const command: Command = {
  usage: 'release --facility "…" --booking-number …',
  summary:
    "Ends one stay. The resident is signed out at once; visits are flagged for staff and cancelled after an hour, unless staff take the release back on the resident's page. Said again, it changes nothing.",
  options,
  async run({ config, values, positionals, say }) {
    const from = asking(values, positionals);
    const asked = {
      facility: from.text("facility", "Alder County Jail"),
      bookingNumber: from.text("booking-number", "24107"),
      reason: from.oneOf("reason", stayReasons, "other") ?? "other",
    };
    const { refusals } = from;
    return inWorld(config, async (ctx, world) => {
      if (world === "demo")
        refusals.push("This data holds the demonstration, where everybody is invented. Name another with THROUGHLINE_DATA.");
      const done = await releaseOnce(ctx, asked, refusals);
      for (const reason of refusals) say(reason);
      return done ?? { ok: false, result: "Nobody was released." };
    });
  },
};

interface Asked {
  facility: string | undefined;
  bookingNumber: string | undefined;
  reason: (typeof stayReasons)[number];
}

/** Releases, or adds to `refusals` why not; two who release the same at once release once. */
function releaseOnce(ctx: Ctx, asked: Asked, refusals: string[]): Promise<Outcome | undefined> {
  return inTransaction(ctx, async (tx) => {
    const { facility, bookingNumber, reason } = asked;
    const named = facility === undefined ? [] : await facilitiesCalled(tx, facility);
    if (facility !== undefined && named.length !== 1)
      refusals.push(
        `--facility: ${named.length === 0 ? "there is none" : "there is more than one"} called "${facility}". "throughline facilities" lists them with their ids.`,
      );
    const [place] = named;
    if (!place || named.length > 1 || bookingNumber === undefined) return undefined;
    const found = await bookedAs(tx, place.id, bookingNumber);
    if (!found) refusals.push(`--booking-number: nobody is or was at ${place.name} with ${bookingNumber}.`);
    if (!found || refusals.length > 0) return undefined;
    await lockResidents(tx.trx, [found.id]);
    // Looked at again: somebody else may have released them while this waited.
    const stay = await bookedAs(tx, place.id, bookingNumber);
    const who = `${found.id}  ${[found.givenName, found.familyName].filter(Boolean).join(" ") || bookingNumber}`;
    if (stay?.releasedAt !== null) return { ok: true, result: `${who}  (was released already)` };
    await release(tx, stay.stayId, { reason });
    return { ok: true, result: who };
  });
}
