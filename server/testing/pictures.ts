import type { LightMyRequestResponse } from "fastify";
import { startSignIn } from "#server/domains/identity/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import type { Site } from "./site.ts";

/** Sends an ID picture's raw bytes as this contact's browser does. */
export async function sendPicture(
  site: Site,
  { accountId }: { accountId: string },
  kind: "front" | "back" | "selfie",
  payload: Buffer,
): Promise<LightMyRequestResponse> {
  const signIn = await inTransaction(site.ctx, (tx) => startSignIn(tx, { realm: "outside", accountId, label: "test" }));
  const headers = { origin: site.origin, cookie: `throughline_outside=${signIn.token}`, "content-type": "image/jpeg" };
  return site.app.inject({ method: "POST", url: `/api/outside/id-pictures/${kind}`, headers, payload });
}
