import { createHmac, randomBytes } from "node:crypto";
import type { IceServer } from "#contracts/live.ts";
import type { Config } from "./config.ts";

/** However long a visit is said to last. */
const RELAY_HOURS_MAX = 12;
const ID_BYTES = 12;

/**
 * The relays a page may use until `until`, at most twelve hours; none where none are configured. The name is the expiry and a random
 * mark that stands for nobody, the password is made from it with the secret that the relay shares (draft-uberti-behave-turn-rest-00):
 * a relay knows when a page may come, and never who it is.
 */
export function relaysUntil(of: { config: Pick<Config, "turn">; now(): Temporal.Instant }, until: Temporal.Instant): IceServer[] {
  const { turn } = of.config;
  if (!turn) return [];
  const latest = of.now().add({ hours: RELAY_HOURS_MAX });
  const expiry = Temporal.Instant.compare(until, latest) < 0 ? until : latest;
  const username = `${Math.ceil(expiry.epochMilliseconds / 1000)}:${randomBytes(ID_BYTES).toString("base64url")}`;
  const credential = createHmac("sha1", turn.secret).update(username).digest("base64");
  return [{ urls: [...turn.urls], username, credential }];
}
