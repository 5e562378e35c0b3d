import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export interface ProviderPerson {
  sub: string;
  email: string;
  emailVerified?: boolean;
  amr?: string[];
}

/** A real OpenID provider on a free port, where whoever comes next is whoever the test says; answers how to walk through it as a browser would. */
export async function startProvider(redirectUri: string) {
  let whoComes: ProviderPerson = { sub: "nobody", email: "nobody@example.org" };
  const people = new Map<string, ProviderPerson>();
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = (client_id: string) => ({ client_id, client_secret: `secret of ${client_id}`, redirect_uris: [redirectUri] });
  const provider = new Provider(issuer, {
    clients: [client("throughline"), client("another program")],
    cookies: { keys: ["a key for a test"] },
    claims: { openid: ["sub", "amr"], email: ["email", "email_verified"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: async () => {
        const person = people.get(sub);
        return { sub, email: person?.email, email_verified: person?.emailVerified ?? true, ...(person?.amr ? { amr: person.amr } : {}) };
      },
    }),
    loadExistingGrant: async (ctx) => {
      const grant = new provider.Grant({ clientId: ctx.oidc.client?.clientId ?? "", accountId: ctx.oidc.session?.accountId ?? "" });
      grant.addOIDCScope("openid email");
      await grant.save();
      return grant;
    },
  });
  const serve = provider.callback();
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith("/interaction/")) return void serve(request, response);
    people.set(whoComes.sub, whoComes);
    const login = { accountId: whoComes.sub, ...(whoComes.amr ? { amr: whoComes.amr } : {}) };
    void provider.interactionFinished(request, response, { login });
  });
  return {
    issuer,
    clientId: "throughline",
    secret: "secret of throughline",
    /** Walks from the address that the server gave to the one that the provider sends back to; a browser of its own each time. */
    async visit(url: string, as: ProviderPerson): Promise<URLSearchParams> {
      whoComes = as;
      const jar = new Map<string, string>();
      let next = url;
      for (let step = 0; step < 10; step++) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
        const answer = await fetch(next, { redirect: "manual", headers: { cookie } });
        for (const set of answer.headers.getSetCookie()) {
          const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
          jar.set(name, value);
        }
        const to = answer.headers.get("location");
        if (!to) throw new Error(`the provider answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
        next = new URL(to, next).href;
        if (next.startsWith(redirectUri)) return new URL(next).searchParams;
      }
      throw new Error("the provider never sent anybody back");
    },
    close: () => new Promise<void>((closed) => server.close(() => closed()).closeAllConnections()),
  };
}
