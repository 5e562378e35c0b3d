import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export interface ProviderPerson {
  sub: string;
  email: string;
  emailVerified?: boolean;
  amr?: string[];
  acr?: string;
}
/** What a browser keeps of a provider. */
export type Jar = Map<string, string>;

/** A real OpenID provider on a free port, where whoever comes next is whoever the test says; answers how to walk through it as a browser would. */
export async function startProvider(redirectUri: string, signedOutUri = redirectUri) {
  let whoComes: ProviderPerson = { sub: "nobody", email: "nobody@example.org" };
  const people = new Map<string, ProviderPerson>();
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = (client_id: string) => ({
    client_id,
    client_secret: `secret of ${client_id}`,
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [signedOutUri],
  });
  const provider = new Provider(issuer, {
    clients: [client("throughline"), client("another program")],
    cookies: { keys: ["a key for a test"] },
    acrValues: ["silver", "gold"],
    claims: { openid: ["sub", "amr", "acr"], email: ["email", "email_verified"] },
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
    const login = {
      accountId: whoComes.sub,
      ...(whoComes.amr ? { amr: whoComes.amr } : {}),
      ...(whoComes.acr ? { acr: whoComes.acr } : {}),
    };
    void provider.interactionFinished(request, response, { login });
  });
  /** One request of a browser, which keeps what it is given. */
  async function ask(jar: Jar, url: string, body?: URLSearchParams): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { redirect: "manual", headers: { cookie }, ...(body ? { method: "POST", body } : {}) });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }
  return {
    issuer,
    clientId: "throughline",
    secret: "secret of throughline",
    /** Walks from the address that the server gave to the one that the provider sends back to; a browser of its own each time, or that of `jar`. */
    async visit(url: string, as: ProviderPerson, jar: Jar = new Map()): Promise<URLSearchParams> {
      whoComes = as;
      let next = url;
      for (let step = 0; step < 10; step++) {
        const answer = await ask(jar, next);
        const to = answer.headers.get("location");
        if (!to) throw new Error(`the provider answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
        next = new URL(to, next).href;
        if (next.startsWith(redirectUri)) return new URL(next).searchParams;
      }
      throw new Error("the provider never sent anybody back");
    },
    /** Signs out at the address that the server gave, says yes to the provider's question, and answers where it sends one then. */
    async leave(url: string, jar: Jar): Promise<string> {
      const page = await (await ask(jar, url)).text();
      const [, action = ""] = /action="([^"]+)"/.exec(page) ?? [];
      const [, xsrf = ""] = /name="xsrf" value="([^"]+)"/.exec(page) ?? [];
      if (!action) throw new Error(`the provider asked nothing: ${page.slice(0, 300)}`);
      const answer = await ask(jar, action, new URLSearchParams({ xsrf, logout: "yes" }));
      return answer.headers.get("location") ?? "";
    },
    close: () => new Promise<void>((closed) => server.close(() => closed()).closeAllConnections()),
  };
}
