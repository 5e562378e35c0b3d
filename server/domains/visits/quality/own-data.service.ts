import * as contacts from "#server/domains/contacts/index.ts";
import { unpack } from "./packed.rules.ts";
import { listOwnRows } from "./quality.store.ts";
import { fields } from "./samples.rules.ts";

/** Lets people outside take along how their own line was in their visits: what the strip on a visit's page is drawn from. */
export function registerOwnQuality(): void {
  contacts.registerOwnData("quality", ownQuality);
}

/** A line of text for each five seconds, under one row of names: so that a table program reads it, and a long visit stays small. */
const ownQuality: contacts.Gather = async (ctx, { accountId }) => {
  const rows = Map.groupBy(await listOwnRows(ctx.db, accountId), ({ visitId }) => visitId);
  return {
    columns: ["at", ...fields].join(","),
    visits: [...rows].map(([visitId, own]) => ({
      visitId,
      seat: own[0]?.seat,
      samples: own
        .flatMap(({ fromAt, samples }) => unpack(fromAt.epochMilliseconds, samples))
        .map((sample) => [Temporal.Instant.fromEpochMilliseconds(sample.at).toString(), ...fields.map((name) => sample[name])].join(",")),
    })),
  };
};
