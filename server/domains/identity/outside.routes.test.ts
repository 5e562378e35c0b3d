import assert from "node:assert/strict";
import { after, test } from "node:test";
import { signedIn } from "#server/testing/callers.ts";
import { bearDemo, lettersTo, linkTo } from "#server/testing/letters.ts";
import { givenContact, PASSWORD } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const site = await startSite({ deps: { world: "demo" } });
after(() => site.close());
await bearDemo(site);

const NEW_PASSWORD = "una frase larga y nueva";
const post = (url: string, payload: object = {}, cookie = "") =>
  site.app.inject({ method: "POST", url, payload, headers: { origin: site.origin, ...(cookie ? { cookie } : {}) } });
const get = (url: string, cookie: string) => site.app.inject({ method: "GET", url, headers: { cookie } });
const cookieOf = (answer: Awaited<ReturnType<typeof post>>) => {
  const [cookie] = answer.cookies;
  assert(cookie, answer.body);
  return `${cookie.name}=${cookie.value}`;
};
const person = (email: string) => ({
  email,
  password: "la luna sale tarde hoy",
  givenName: "Rosa",
  familyName: "Delgado",
  birthDate: "1970-01-01",
  locale: "es",
});
const codes = (answer: { body: string }) => (JSON.parse(answer.body) as { codes: string[] }).codes;

test("a mother makes an account, confirms her address with the link, and signs in", async () => {
  const rosa = person("Rosa@Example.org");
  assert.equal((await post("/api/outside/sign-up", rosa)).statusCode, 202);
  const early = await post("/api/outside/sign-in", { email: rosa.email, password: rosa.password });
  assert.deepEqual([early.statusCode, codes(early)], [403, ["account.email_unconfirmed"]]);

  const [letter] = await lettersTo(site, rosa.email);
  assert.equal(letter?.subject, "Confirme su dirección de correo");
  assert.equal((await post("/api/outside/confirm-email", { token: await linkTo(site, rosa.email, /Confirme/) })).statusCode, 200);

  const answer = await post("/api/outside/sign-in", { email: "rosa@example.ORG", password: rosa.password });
  assert.equal(answer.statusCode, 200);
  const [cookie] = answer.cookies;
  assert.equal(cookie?.name, "throughline_outside");
  assert.deepEqual([cookie.path, cookie.httpOnly, cookie.sameSite], ["/api/outside", true, "Strict"]);
  const me = await get("/api/outside/me", cookieOf(answer));
  assert.equal((me.json() as { givenName: string }).givenName, "Rosa");
});

test("a confirmation link works once, also when it is used twice at the same moment", async () => {
  const ana = person("ana@example.org");
  await post("/api/outside/sign-up", ana);
  const token = await linkTo(site, ana.email, /Confirme/);
  const answers = await Promise.all([post("/api/outside/confirm-email", { token }), post("/api/outside/confirm-email", { token })]);
  assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 410]);
  assert.deepEqual(codes(await post("/api/outside/confirm-email", { token })), ["account.link_invalid"]);
});

test("a link whose time is over is refused", async () => {
  const late = person("late@example.org");
  await post("/api/outside/sign-up", late);
  const token = await linkTo(site, late.email, /Confirme/);
  site.clock.advance({ hours: 73 });
  assert.equal((await post("/api/outside/confirm-email", { token })).statusCode, 410);
});

test("asking for an account with a known address gets the same answer, and its owner a letter", async () => {
  const contact = await givenContact(site);
  const answer = await post("/api/outside/sign-up", person(contact.email));
  const other = await post("/api/outside/sign-up", person("stranger@example.org"));
  assert.deepEqual([answer.statusCode, answer.body], [other.statusCode, other.body]);
  const [letter] = await lettersTo(site, contact.email);
  assert.equal(letter?.subject, "You already have an account");
  assert.equal((await post("/api/outside/sign-in", { email: contact.email, password: PASSWORD })).statusCode, 200, "nothing changed");
});

test("nobody can lie in wait, nor come after: of two who asked for an unproved address, only who opens the letter chooses the password", async () => {
  const email = "waited@example.org";
  await post("/api/outside/sign-up", { ...person(email), password: "the first one was a thief" });
  const first = await linkTo(site, email, /Confirme/);
  site.clock.advance({ minutes: 1 });
  await post("/api/outside/sign-up", person(email));
  const token = await linkTo(site, email, /Elija su/);
  const opened = await post("/api/outside/confirm-email", { token: first });
  assert.deepEqual([opened.statusCode, opened.json()], [200, { done: true, passwordNeeded: true }]);
  assert.equal((await post("/api/outside/confirm-email", { token: first })).statusCode, 410);
  const passwords = ["the first one was a thief", person(email).password];
  for (const password of passwords) assert.equal((await post("/api/outside/sign-in", { email, password })).statusCode, 401);
  assert.equal((await post("/api/outside/reset", { token, password: NEW_PASSWORD })).statusCode, 200);
  for (const password of passwords) assert.equal((await post("/api/outside/sign-in", { email, password })).statusCode, 401);
  assert.equal((await post("/api/outside/sign-in", { email, password: NEW_PASSWORD })).statusCode, 200);
});

for (const mine of ["first", "second"] as const)
  test(`each letter confirms its own sign-up: a stranger who asks ${mine === "first" ? "after" : "before"} changes nothing of it, and the other letter ends`, async () => {
    const email = `own.letter.${mine}@example.org`;
    const rosa = person(email);
    const stranger = { ...rosa, givenName: "Eve", familyName: "Thief", birthDate: "1990-09-09", password: "a stranger chose this one" };
    await post("/api/outside/sign-up", mine === "first" ? rosa : stranger);
    const first = await linkTo(site, email, /Confirme/);
    site.clock.advance({ minutes: 1 });
    await post("/api/outside/sign-up", mine === "first" ? stranger : rosa);
    const second = await linkTo(site, email, /Elija su/);
    const [own, other] = mine === "first" ? [first, second] : [second, first];
    // The first letter's page learns that a password is to be chosen, and takes its reader there with the same link.
    if (mine === "first") assert.equal((await post("/api/outside/confirm-email", { token: own })).json().passwordNeeded, true);
    assert.equal((await post("/api/outside/reset", { token: own, password: NEW_PASSWORD })).statusCode, 200);
    const signIn = await post("/api/outside/sign-in", { email, password: NEW_PASSWORD });
    const { givenName, familyName, accountId } = (await get("/api/outside/me", cookieOf(signIn))).json();
    assert.deepEqual([givenName, familyName], ["Rosa", "Delgado"]);
    const kept = await site.db.selectFrom("contacts.contact").select("birthDate").where("accountId", "=", accountId).execute();
    assert.deepEqual(kept, [{ birthDate: rosa.birthDate }]);
    assert.equal((await post("/api/outside/confirm-email", { token: other })).statusCode, 410);
    assert.equal((await post("/api/outside/reset", { token: other, password: "another password of hers" })).statusCode, 410);
    assert.deepEqual(await site.db.selectFrom("contacts.signUp").select("id").where("accountId", "=", accountId).execute(), []);
  });

test("an account is for adults with a password of their own; both reasons are told at once", async () => {
  const answer = await post("/api/outside/sign-up", { ...person("child@example.org"), birthDate: "2012-01-01", password: "password1234" });
  assert.deepEqual([answer.statusCode, codes(answer)], [422, ["account.password_weak", "account.too_young"]]);
});

test("an unknown address and a wrong password get one answer", async () => {
  const contact = await givenContact(site);
  const wrong = await post("/api/outside/sign-in", { email: contact.email, password: "not this one at all" });
  const unknown = await post("/api/outside/sign-in", { email: "nobody@example.org", password: "not this one at all" });
  const without = (answer: typeof wrong) => ({ ...(JSON.parse(answer.body) as object), requestId: "" });
  assert.equal(wrong.statusCode, unknown.statusCode);
  assert.deepEqual(without(wrong), without(unknown));
});

test("a reset link sets a password once, ends every sign-in, and a weak password leaves the link good", async () => {
  const contact = await givenContact(site);
  const phone = cookieOf(await post("/api/outside/sign-in", { email: contact.email, password: PASSWORD }));
  const asked = await post("/api/outside/reset/request", { email: contact.email, locale: "en" });
  const unknown = await post("/api/outside/reset/request", { email: "nobody.here@example.org", locale: "en" });
  assert.deepEqual([asked.statusCode, asked.body], [unknown.statusCode, unknown.body]);
  const token = await linkTo(site, contact.email, /new password/);
  const weak = await post("/api/outside/reset", { token, password: "short" });
  assert.deepEqual(codes(weak), ["account.password_weak"]);
  const both = await Promise.all([
    post("/api/outside/reset", { token, password: NEW_PASSWORD }),
    post("/api/outside/reset", { token, password: "una frase larga de otra" }),
  ]);
  assert.deepEqual(both.map((answer) => answer.statusCode).sort(), [200, 410]);
  assert.equal((await get("/api/outside/me", phone)).statusCode, 401);
  assert.equal((await post("/api/outside/sign-in", { email: contact.email, password: PASSWORD })).statusCode, 401);
  assert.deepEqual((await lettersTo(site, contact.email))[0]?.subject, "Your password has changed");
});

test("one sees where one is signed in and ends the others one by one, never somebody else's", async () => {
  const contact = await givenContact(site);
  const phone = await signedIn(site, "outside", contact);
  const library = await signedIn(site, "outside", contact);
  const rows = (await phone("GET", "/api/outside/sign-ins")).json() as { id: string; current: boolean }[];
  assert.deepEqual(rows.map((row) => row.current).sort(), [false, true]);
  const other = rows.find((row) => !row.current)!;
  const stranger = await signedIn(site, "outside", await givenContact(site));
  assert.equal((await stranger("POST", `/api/outside/sign-ins/${other.id}/revoke`)).statusCode, 404);
  assert.equal((await library("GET", "/api/outside/me")).statusCode, 200);
  assert.equal((await phone("POST", `/api/outside/sign-ins/${other.id}/revoke`)).statusCode, 204);
  assert.equal((await library("GET", "/api/outside/me")).statusCode, 401);
  assert.equal((await phone("POST", "/api/outside/sign-out")).statusCode, 204);
  assert.equal((await phone("GET", "/api/outside/me")).statusCode, 401);
});

test("a sign-in outside lasts thirty days and not longer", async () => {
  const phone = await signedIn(site, "outside", await givenContact(site));
  site.clock.advance({ hours: 30 * 24 - 1 });
  assert.equal((await phone("GET", "/api/outside/me")).statusCode, 200);
  site.clock.advance({ hours: 1 });
  assert.equal((await phone("GET", "/api/outside/me")).statusCode, 401);
});

test("letters come in the language chosen last", async () => {
  const contact = await givenContact(site);
  const phone = await signedIn(site, "outside", contact);
  assert.equal((await phone("POST", "/api/outside/me/locale", { locale: "es" })).statusCode, 204);
  await post("/api/outside/reset/request", { email: contact.email, locale: "en" });
  assert.equal((await lettersTo(site, contact.email))[0]?.subject, "Elija una contraseña nueva");
});
