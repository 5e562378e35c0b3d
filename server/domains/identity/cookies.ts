import type { FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "#server/platform/config.ts";

export type SignInRealm = "outside" | "inside" | "staff";

/** The name of a realm's cookie. It is sent to that realm's paths only, so no page of one can act as another. */
export const cookieName = (realm: SignInRealm) => `throughline_${realm}`;

/** The secret that this request carries for a realm; undefined when it has none. */
export function tokenOf(request: FastifyRequest, realm: SignInRealm): string | undefined {
  return request.cookies[cookieName(realm)];
}

/** Gives a sign-in to the browser that asked for it. */
export function setSignInCookie(
  reply: FastifyReply,
  config: Pick<Config, "publicUrl">,
  signIn: { realm: SignInRealm; token: string; expiresAt: Temporal.Instant; lasting: boolean },
): void {
  reply.setCookie(cookieName(signIn.realm), signIn.token, {
    ...options(signIn.realm, config),
    // Without a date the browser forgets it when it closes: staff and shared kiosks. Families come back on their own phones.
    ...(signIn.lasting ? { expires: new Date(signIn.expiresAt.epochMilliseconds) } : {}),
  });
}

/** Takes a sign-in's cookie out of the browser. */
export function clearSignInCookie(reply: FastifyReply, config: Pick<Config, "publicUrl">, realm: SignInRealm): void {
  reply.clearCookie(cookieName(realm), options(realm, config));
}

function options(realm: SignInRealm, config: Pick<Config, "publicUrl">) {
  return {
    path: `/api/${realm}`,
    httpOnly: true,
    sameSite: "strict" as const,
    secure: config.publicUrl.startsWith("https:"),
  };
}
