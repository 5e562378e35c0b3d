import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { generateKeyPair, SignJWT } from "jose";
import { makeLink } from "#server/domains/identity/links.ts";
import { inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { isInside, urlRefusal } from "#server/platform/guarded-fetch.ts";
import { newId } from "#server/platform/id.ts";
import { codeNow, setUpStaff, staffPost } from "#server/testing/authenticator.ts";
import { signedIn } from "#server/testing/callers.ts";
import { bearDemo } from "#server/testing/letters.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { type Jar, type ProviderPerson, startProvider } from "#server/testing/sign-on-provider.ts";
import { startSite } from "#server/testing/site.ts";
import { saveSignOn } from "./sign-on.setting.ts";

const site = await startSite({ deps: { world: "demo" }, startsAt: new Date().toISOString(), env: { THROUGHLINE_SIGN_ON_INSIDE: "on" } });
await bearDemo(site);
const provider = await startProvider(`${site.origin}/staff/sign-on`, `${site.origin}/staff/sign-in`);
after(async () => {
  await site.close();
  await provider.close();
});

const PASSWORD = "a long sentence for work";
const codesOf = (answer: { body: string }) => (JSON.parse(answer.body) as { codes: string[] }).codes;
let made = 0;

/** An agency with a domain of its own whose staff sign in at the provider, and one colleague invited to it. */
async function givenAgency(but: { trusts?: boolean; issuer?: string } = {}) {
  const { agencyId, prison } = await givenPeople(site);
  const domain = `agency${++made}.example.org`;
  const boss = await givenStaff(site, { agencyId, facilityId: prison.id, role: "facility_administrator" });
  const ask = await signedIn(site, "staff", boss);
  const set = (more: { required?: boolean; breakGlass?: string; acr?: string; amr?: string } = {}) =>
    saveSignOn(site.ctx, {
      agencyId,
      issuer: but.issuer ?? provider.issuer,
      clientId: provider.clientId,
      secret: provider.secret,
      personClaim: "sub",
      domains: [domain],
      trustsSecondFactor: but.trusts ?? true,
      required: more.required ?? false,
      breakGlass: more.breakGlass ?? null,
      acr: more.acr ?? null,
      amr: more.amr ?? null,
    }).then(
      () => [],
      (error) => (error instanceof AppError ? error.codes : Promise.reject(error)),
    );
  assert.deepEqual(await set(), []);
  const staffId = newId();
  const email = `pat@${domain}`;
  const path = `/api/staff/facilities/${prison.id}`;
  const person = { givenName: "Pat", familyName: "Signs", role: "supervisor", locale: "en" };
  assert.equal((await ask("POST", `${path}/staff`, { id: staffId, email, ...person })).statusCode, 201);
  const pat: ProviderPerson = { sub: `pat of ${domain}`, email, amr: ["pwd", "mfa"] };
  return { agencyId, prison, domain, email, ask, path, staffId, pat, set, boss };
}

async function leave(email: string) {
  const answer = await staffPost(site, "/sign-on/start", { email });
  assert.equal(answer.statusCode, 200, answer.body);
  const [cookie] = answer.cookies;
  return { url: (answer.json() as { url: string }).url, cookie: `${cookie?.name}=${cookie?.value}` };
}
const finish = (back: URLSearchParams, cookie: string) =>
  site.app.inject({
    method: "POST",
    url: "/api/staff/sign-on/finish",
    payload: Object.fromEntries(back),
    headers: { origin: site.origin, cookie },
  });
/** There and back as this person; `change` is what somebody does to the address on the way. */
async function signOn(email: string, as: ProviderPerson, change: (url: URL) => void = () => {}, jar?: Jar) {
  const { url, cookie } = await leave(email);
  const address = new URL(url);
  change(address);
  return finish(await provider.visit(address.href, as, jar), cookie);
}

test("an invited colleague comes in by the agency's account, once by verified address and from then on by the provider's own name", async () => {
  const { email, pat } = await givenAgency();
  const first = await signOn(email, pat);
  assert.deepEqual([first.statusCode, first.json()], [200, { step: "done" }]);
  const cookie = first.cookies.find(({ name, value }) => name === "throughline_staff" && value);
  assert.ok(cookie);
  assert.equal((await site.app.inject({ url: "/api/staff/me", headers: { cookie: `throughline_staff=${cookie.value}` } })).statusCode, 200);
  const renamed = await signOn(email, { ...pat, email: `pat.new@elsewhere.example`, emailVerified: false });
  assert.equal(renamed.statusCode, 200, "an address may change; the person does not");
  assert.equal(codesOf(await signOn(email, { ...pat, sub: "the next owner of the address" }))[0], "sign_on.person_unknown");
});

test("where the provider's second factor does not count, ours follows", async () => {
  const { email, pat } = await givenAgency({ trusts: false });
  const set = (await signOn(email, pat)).json() as { step: string; ticket: string; secret: string };
  assert.equal(set.step, "enrol_factor");
  const enrolled = await staffPost(site, "/invitations/confirm", { ticket: set.ticket, code: codeNow(site, set.secret) });
  assert.equal(enrolled.statusCode, 200, enrolled.body);
  const again = await signOn(email, pat);
  const { step, ticket } = again.json() as { step: string; ticket: string };
  assert.equal(step, "second_factor");
  assert.equal(
    again.cookies.some(({ name, value }) => name === "throughline_staff" && value !== ""),
    false,
  );
  assert.equal((await staffPost(site, "/second-factor", { ticket, code: codeNow(site, set.secret, 1) })).statusCode, 200);
});

test("a wrong nonce, a code for another program, a replayed state and another browser are refused", async () => {
  const { email, pat } = await givenAgency();
  assert.deepEqual(codesOf(await signOn(email, pat, (url) => url.searchParams.set("nonce", "another nonce"))), ["sign_on.refused"]);
  assert.deepEqual(codesOf(await signOn(email, pat, (url) => url.searchParams.set("client_id", "another program"))), ["sign_on.refused"]);
  const { url, cookie } = await leave(email);
  const back = await provider.visit(url, pat);
  assert.deepEqual(codesOf(await finish(back, "throughline_sign_on=of-another-browser")), ["sign_on.expired"]);
  assert.deepEqual(codesOf(await finish(back, cookie)), ["sign_on.expired"], "used up by the wrong browser too");
  const second = await leave(email);
  const good = await provider.visit(second.url, pat);
  assert.equal((await finish(good, second.cookie)).statusCode, 200);
  assert.deepEqual(codesOf(await finish(good, second.cookie)), ["sign_on.expired"], "replayed");
  const late = await leave(email);
  const lateBack = await provider.visit(late.url, pat);
  site.clock.advance({ minutes: 11 });
  assert.deepEqual(codesOf(await finish(lateBack, late.cookie)), ["sign_on.expired"]);
});

test("an unverified address, a stranger, another agency's colleague and a leaver all get one answer", async () => {
  const { email, pat, domain, ask, path, staffId } = await givenAgency();
  const other = await givenAgency();
  const unknown = ["sign_on.person_unknown"];
  assert.deepEqual(codesOf(await signOn(email, { ...pat, emailVerified: false })), unknown);
  assert.deepEqual(codesOf(await signOn(email, { sub: "stranger", email: `stranger@${domain}` })), unknown);
  assert.deepEqual(codesOf(await signOn(email, { sub: "of another", email: other.email })), unknown, "no account of another agency");
  assert.equal((await signOn(email, pat)).statusCode, 200);
  assert.equal((await ask("POST", `${path}/staff/${staffId}/leave`, { leavesAt: null })).statusCode, 204);
  assert.deepEqual(codesOf(await signOn(email, pat)), unknown);
});

test("where single sign-on is required passwords end, but for the one named administrator", async () => {
  const { domain, ask, path, set } = await givenAgency();
  const colleague = { givenName: "Col", familyName: "League", locale: "en" };
  const [keeper, officer] = [`keeper@${domain}`, `officer@${domain}`];
  await ask("POST", `${path}/staff`, { id: newId(), email: keeper, ...colleague, role: "facility_administrator" });
  await ask("POST", `${path}/staff`, { id: newId(), email: officer, ...colleague, role: "visitation_officer" });
  await setUpStaff(site, keeper, PASSWORD);
  await setUpStaff(site, officer, PASSWORD);
  assert.equal((await set({ required: true })).length, 1, "nobody is locked out: an administrator must be named");
  assert.equal((await set({ required: true, breakGlass: officer })).length, 1);
  assert.deepEqual(await set({ required: true, breakGlass: keeper }), []);
  assert.deepEqual(codesOf(await staffPost(site, "/sign-in", { email: officer, password: PASSWORD })), ["sign_on.required"]);
  assert.deepEqual(codesOf(await staffPost(site, "/sign-in", { email: officer, password: "a wrong password" })), [
    "account.credentials_wrong",
  ]);
  assert.equal((await staffPost(site, "/sign-in", { email: keeper, password: PASSWORD })).statusCode, 200);
  const late = `late@${domain}`;
  await ask("POST", `${path}/staff`, { id: newId(), email: late, ...colleague, role: "visitation_officer" });
  const account = await site.db.selectFrom("identity.account").select("id").where("email", "=", late).executeTakeFirstOrThrow();
  const token = await inTransaction(site.ctx, (tx) => makeLink(tx, account.id, "invitation"));
  const opened = await staffPost(site, "/invitations/open", { token, password: PASSWORD });
  assert.deepEqual(codesOf(opened), ["sign_on.required"], "nor does an invitation lead past it");
});

test("a provider that is down is told so; a domain that leads nowhere is told so", async () => {
  const { email } = await givenAgency({ issuer: "http://127.0.0.1:1" });
  assert.deepEqual(codesOf(await staffPost(site, "/sign-on/start", { email })), ["sign_on.provider_down"]);
  assert.deepEqual(codesOf(await staffPost(site, "/sign-on/start", { email: "pat@nowhere.example" })), ["sign_on.none"]);
});

const cookiesOf = (answer: { cookies: { name: string; value: string }[] }) =>
  answer.cookies
    .filter(({ value }) => value !== "")
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
const signOut = (cookie: string) =>
  site.app.inject({ method: "POST", url: "/api/staff/sign-out", headers: { origin: site.origin, cookie } });

test("who signs out is signed out at the provider too, and who came by a password is sent nowhere", async () => {
  const { email, pat, boss } = await givenAgency();
  const jar: Jar = new Map();
  const came = await signOn(email, pat, () => {}, jar);
  const silently = async () => provider.visit(`${(await leave(email)).url}&prompt=none`, pat, jar);
  assert.ok((await silently()).get("code"), "the provider still knows this browser");
  const left = await signOut(cookiesOf(came));
  assert.equal(left.statusCode, 200, left.body);
  const { leaveAt } = left.json() as { leaveAt: string };
  assert.ok(leaveAt.startsWith(provider.issuer), leaveAt);
  assert.equal(await provider.leave(leaveAt, jar), `${site.origin}/staff/sign-in`);
  assert.equal((await silently()).get("error"), "login_required", "and asks anew");
  assert.deepEqual((await (await signedIn(site, "staff", boss))("POST", "/api/staff/sign-out")).json(), { leaveAt: null });
  const again = cookiesOf(await signOn(email, pat));
  const otherOne = cookiesOf(came)
    .split("; ")
    .find((one) => one.startsWith("throughline_sign_on_leave="));
  assert.equal(
    (await signOut(`${again.split("; ").find((one) => one.startsWith("throughline_staff="))}; ${otherOne}x`)).json().leaveAt,
    null,
  );
});

test("what an agency demands of the sign-in at its provider is asked for, and nothing less is taken", async () => {
  const { email, pat, set } = await givenAgency();
  assert.deepEqual(await set({ acr: "gold", amr: "mfa" }), []);
  const { url } = await leave(email);
  assert.equal(new URL(url).searchParams.get("acr_values"), "gold");
  assert.equal((await signOn(email, { ...pat, acr: "gold" })).statusCode, 200);
  assert.deepEqual(codesOf(await signOn(email, { ...pat, acr: "silver" })), ["sign_on.too_weak"]);
  assert.deepEqual(codesOf(await signOn(email, { ...pat, acr: "gold", amr: ["pwd"] })), ["sign_on.too_weak"]);
});

test("an agency's administrator sets it on a page: tried first, its secret never shown, kept when left out, and nobody else's business", async () => {
  const { agencyId, domain, path, ask, prison } = await givenAgency();
  const chief = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: null, role: "agency_administrator" }));
  const read = async () => (await chief("GET", `${path}/sign-on`)).json();
  const { setting, returnUrl, signedOutUrl } = await read();
  assert.deepEqual([returnUrl, signedOutUrl], [`${site.origin}/staff/sign-on`, `${site.origin}/staff/sign-in`]);
  assert.ok(!JSON.stringify(setting).includes(provider.secret));
  assert.equal((await ask("GET", `${path}/sign-on`)).statusCode, 403, "a facility's administrator");
  const jail = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: prison.id, role: "agency_administrator" }));
  assert.equal((await jail("GET", `${path}/sign-on`)).statusCode, 404, "what holds everywhere is for those whose role does");

  const tried = async (body: object) => {
    const answer = await chief("POST", `${path}/sign-on/try`, { issuer: provider.issuer, clientId: provider.clientId, ...body });
    return answer.statusCode === 200 ? answer.json() : codesOf(answer);
  };
  assert.deepEqual(await tried({}), { signsOut: true }, "with the secret that is kept");
  assert.deepEqual(await tried({ secret: provider.secret }), { signsOut: true });
  assert.deepEqual(await tried({ secret: "a wrong one" }), ["sign_on.client_refused"]);
  assert.deepEqual(await tried({ clientId: "nobody's", secret: "x" }), ["sign_on.client_refused"]);
  assert.deepEqual(await tried({ clientId: "another program" }), ["sign_on.secret_needed"], "a kept secret serves its own client only");
  assert.deepEqual(await tried({ issuer: `${provider.issuer}/elsewhere`, secret: "x" }), ["sign_on.wrong_issuer"]);
  assert.deepEqual(await tried({ issuer: "http://127.0.0.1:1", secret: "x" }), ["sign_on.provider_down"]);
  assert.deepEqual(await tried({ issuer: "http://10.0.0.1", secret: "x" }), ["sign_on.issuer_invalid"]);

  const { setAt: _, ...same } = setting;
  const put = (change: object) => chief("POST", `${path}/sign-on`, { ...same, ...change });
  assert.equal((await put({ domains: [domain, `more.${domain}`] })).statusCode, 204);
  assert.deepEqual((await read()).setting.domains, [domain, `more.${domain}`]);
  assert.deepEqual(await tried({}), { signsOut: true }, "the secret stayed");
  const other = await givenAgency();
  assert.deepEqual(codesOf(await put({ issuer: "nonsense", domains: [other.domain], required: true })), [
    "sign_on.issuer_invalid",
    "sign_on.secret_needed",
    "sign_on.domain_taken",
    "sign_on.keeper_needed",
  ]);
  assert.equal((await chief("DELETE", `${path}/sign-on`)).statusCode, 204);
  assert.equal((await read()).setting, null);
});

test("a token for another program, of another issuer, or of another hour is refused, each with its own words", async () => {
  const keys = await generateKeyPair("RS256");
  for (const [claims, code] of [
    [{ aud: "another program" }, "sign_on.wrong_audience"],
    [{ iss: "https://elsewhere.example" }, "sign_on.wrong_issuer"],
    [{ exp: Math.floor(Date.now() / 1000) - 3600, iat: Math.floor(Date.now() / 1000) - 7200 }, "sign_on.clock_differs"],
    [{ nonce: "of somebody else" }, "sign_on.refused"],
  ] as const) {
    const liar = await startLiar(keys.privateKey, claims);
    const { email } = await givenAgency({ issuer: liar.issuer });
    const { url, cookie } = await leave(email);
    const asked = new URL(url).searchParams;
    liar.heard(asked.get("nonce") ?? "");
    assert.deepEqual(codesOf(await finish(new URLSearchParams({ state: asked.get("state") ?? "", code: "any" }), cookie)), [code]);
    await liar.close();
  }
});

/** A provider that answers with whatever token it is told to: an honest one cannot be made to. */
async function startLiar(key: CryptoKey, claims: Record<string, unknown>) {
  let nonce = "";
  const server = createServer(async (request, response) => {
    const say = (body: object) => response.setHeader("content-type", "application/json").end(JSON.stringify(body));
    if (request.url?.includes("well-known"))
      return void say({ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` });
    const now = Math.floor(Date.now() / 1000);
    const honest = { iss: issuer, sub: "liar", aud: provider.clientId, iat: now, exp: now + 60, nonce };
    const id_token = await new SignJWT({ ...honest, ...claims }).setProtectedHeader({ alg: "RS256" }).sign(key);
    say({ access_token: "a", token_type: "Bearer", id_token });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    heard: (said: string) => {
      nonce = said;
    },
    close: () => new Promise<void>((closed) => server.close(() => closed()).closeAllConnections()),
  };
}

test("the client's secret stands nowhere as it is", async () => {
  await givenAgency();
  const rows = await site.db.selectFrom("identity.sign_on_provider").select("secretSealed").execute();
  for (const { secretSealed } of rows) assert.ok(!secretSealed.includes(provider.secret));
  assert.ok(!site.logged().includes(provider.secret));
});

test("no address inside this network is asked for anybody", () => {
  for (const address of ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.1.1", "::1", "fd00::1", "::ffff:10.0.0.1"])
    assert.ok(isInside(address), address);
  for (const address of ["8.8.8.8", "2001:4860:4860::8888"]) assert.ok(!isInside(address), address);
  assert.ok(urlRefusal(new URL("http://provider.example"), true), "https");
  assert.ok(urlRefusal(new URL("http://localhost:9000"), false));
  assert.ok(urlRefusal(new URL("https://169.254.169.254/"), false));
  assert.ok(urlRefusal(new URL("https://somebody:secret@provider.example"), true));
  assert.equal(urlRefusal(new URL("https://provider.example"), false), undefined);
  assert.equal(urlRefusal(new URL("http://localhost:9000"), true), undefined);
});
