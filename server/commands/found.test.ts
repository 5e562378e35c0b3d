import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { makeLetterLink } from "#server/domains/identity/index.ts";
import { deliver } from "#server/domains/notifications/notifications.service.ts";
import { currentStay, release } from "#server/domains/residents/index.ts";
import { readConfig } from "#server/platform/config.ts";
import { inTransaction } from "#server/platform/context.ts";
import { openData } from "#server/platform/data.ts";
import { codeNow, staffPost } from "#server/testing/authenticator.ts";
import { lettersTo } from "#server/testing/letters.ts";
import { startSite } from "#server/testing/site.ts";
import { found } from "./found/founding.ts";
import { readAsked } from "./found/options.ts";
import { inWorld } from "./in-world.ts";
import { main } from "./main.ts";

const root = mkdtempSync(path.join(tmpdir(), "throughline-found-"));
const site = await startSite();
const served: Awaited<ReturnType<typeof openData>>[] = [];
after(async () => {
  await Promise.all(served.map((data) => data.close()));
  await site.close();
  rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});
const fresh = () => path.join(mkdtempSync(path.join(root, "data-")), "data");

const AGENCY = ["--agency", "Alder Department of Corrections"];
const JAIL = ["--facility", "Alder County Jail", "--kind", "jail", "--zone", "America/Denver"];
const NORA = ["--given-name", "Nora", "--family-name", "Walsh", "--email", "nora.walsh@alder.example"];
const NORTHGATE = ["--facility", "Northgate State Prison", "--kind", "prison", "--zone", "America/New_York"];
const LINK = /^http:\/\/localhost:4321\/staff\/invitation#token=[\w-]{20,}$/;

async function run(folder: string, parts: string[]) {
  const lines: string[] = [];
  const said = (line: string) => void lines.push(...line.split("\n"));
  const code = await main(parts, { HOME: root, THROUGHLINE_DATA: folder, PORT: "4321" }, said);
  assert.ok(!lines.some((line) => /^\s+at /.test(line)), lines.join("\n"));
  return { code, lines, last: lines.at(-1) ?? "", text: lines.join("\n") };
}
/** From here on verbs join this database, as they do beside a running server: each starting one of its own takes longer than what it does. */
async function serve(folder: string): Promise<void> {
  const data = await openData(readConfig({ HOME: root, THROUGHLINE_DATA: folder, PORT: "4321" }), "server");
  data.listening(4321);
  served.push(data);
}
const ask = (parts: string[]) => {
  const values: Record<string, string> = {};
  for (let at = 0; at < parts.length; at += 2) values[(parts[at] ?? "").slice(2)] = parts[at + 1] ?? "";
  const { asked, refusals } = readAsked({ values, positionals: [] });
  assert.deepEqual(refusals, []);
  return asked;
};

test("what cannot be founded is refused with every reason and a next step at once, and leaves no trace", async () => {
  const folder = fresh();
  const odd = ["--zone", "denver", "--kind", "castle", "--email", "nora", "--hours", "20:00-09:00", "--visit-minutes", "4"];
  const { code, lines, last } = await run(folder, ["found", ...AGENCY, ...odd, "Walsh"]);
  assert.equal(code, 1);
  assert.equal(last, "Nothing was founded.");
  const said = lines.slice(0, -1).map((line) => /^(--[\w-]+|")/.exec(line)?.[1]);
  assert.deepEqual(said.sort(), [
    '"',
    "--email",
    "--facility",
    "--family-name",
    "--given-name",
    "--hours",
    "--kind",
    "--visit-minutes",
    "--zone",
  ]);
  assert.match(lines.join("\n"), /--zone: "denver" .* Did you mean America\/Denver\?/);
  assert.equal(existsSync(folder), false);
});

test("a zone that is only an offset is refused: no summer would move it", () => {
  for (const zone of ["-07:00", "MST", "UTC", "America/Atlantis"]) {
    const { refusals } = readAsked({
      values: { agency: "A", facility: "B", kind: "jail", zone, "given-name": "C", "family-name": "D", email: "c@d.example" },
      positionals: [],
    });
    assert.equal(refusals.length, 1, zone);
    assert.match(refusals[0] ?? "", /^--zone: /);
  }
});

test("said twice it founds once and makes a fresh link; another facility and another administrator come in by --add alone", async () => {
  const folder = fresh();
  const first = await run(folder, ["found", ...AGENCY, ...JAIL, ...NORA]);
  assert.equal(first.code, 0, first.text);
  assert.match(first.last, LINK);
  await serve(folder);
  const again = await run(folder, ["found", "--agency", "ALDER department of corrections", ...JAIL, ...NORA]);
  assert.equal(again.code, 0, again.text);
  assert.match(again.last, LINK);
  assert.notEqual(again.last, first.last);
  assert.equal(again.text.match(/was there already/g)?.length, 2);

  const other = await run(folder, ["found", ...AGENCY, ...NORTHGATE, ...NORA]);
  assert.equal(other.code, 1);
  assert.match(other.text, /^--agency: there is an agency called "Alder Department of Corrections" already\. To add to it, say --add/m);
  const stranger = await run(folder, ["found", ...AGENCY, ...JAIL, ...NORA.slice(0, 4), "--email", "somebody@else.example"]);
  assert.equal(stranger.code, 1, "nobody becomes an administrator of an agency that is there without --add");
  const moved = await run(folder, [
    "found",
    "--add",
    ...AGENCY,
    "--facility",
    "Alder County Jail",
    "--kind",
    "jail",
    "--zone",
    "America/Phoenix",
  ]);
  assert.match(moved.text, /^--facility: "Alder County Jail" is there already, as a jail in America\/Denver, and stays so/m);

  const added = await run(folder, ["found", "--add", ...AGENCY, ...NORTHGATE, "--unit", "North 1", "--unit", "North 2"]);
  assert.equal(added.code, 0, added.text);
  assert.equal(added.last, "The administrators of Alder Department of Corrections see it at once.");
  const unknown = await run(folder, ["found", "--add", "--agency", "Beech County", ...NORTHGATE]);
  assert.match(unknown.text, /there is no agency called "Beech County"\. To found it, leave --add out/);
  const taken = await run(folder, ["found", "--agency", "Beech County", ...NORTHGATE, ...NORA]);
  assert.match(taken.text, /^--email: nora\.walsh@alder\.example belongs to a staff account/m);
  const { lines } = await run(folder, ["facilities"]);
  assert.deepEqual(lines.map((line) => line.slice(38)).sort(), ["Alder County Jail", "Northgate State Prison"]);

  const nobody = await run(folder, [
    "admit",
    "--facility",
    "Northgate",
    "--booking-number",
    "2",
    "--given-name",
    "Imani",
    "--unit",
    "North 9",
  ]);
  assert.equal(nobody.code, 1);
  assert.deepEqual(
    nobody.lines
      .slice(0, -1)
      .map((line) => /^--[\w-]+/.exec(line)?.[0])
      .sort(),
    ["--booking-number", "--facility", "--family-name"],
  );
  const imani = [
    "admit",
    "--facility",
    "Northgate State Prison",
    "--booking-number",
    "24107",
    "--given-name",
    "Imani",
    "--family-name",
    "Vance",
    "--unit",
    "north 1",
  ];
  const admitted = await run(folder, imani);
  assert.equal(admitted.code, 0, admitted.text);
  assert.equal((await run(folder, imani)).last, `${admitted.last}  (was there already)`);
  const double = await run(folder, imani.with(6, "Kofi"));
  assert.match(double.text, /^--booking-number: 24107 is or was somebody else's stay/m);
  assert.match(admitted.text, /^Without a birth date families can't find this person/m);

  const away = ["release", "--facility", "Northgate State Prison", "--booking-number", "24107", "--reason", "bail"];
  const wrong = await run(folder, [...away.with(4, "24108").with(6, "boredom"), "now"]);
  assert.equal(wrong.code, 1, wrong.text);
  assert.equal(wrong.last, "Nobody was released.");
  assert.deepEqual(
    wrong.lines
      .slice(0, -1)
      .map((line) => /^(--[\w-]+|")/.exec(line)?.[1])
      .sort(),
    ['"', "--booking-number", "--reason"],
  );
  const released = await run(folder, away);
  assert.deepEqual([released.code, released.last], [0, admitted.last], released.text);
  const twice = await run(folder, away);
  assert.deepEqual([twice.code, twice.last], [0, `${admitted.last}  (was released already)`], twice.text);
});

test("whom the agency has already is not made a second person: a new stay is for that person, or somebody says it is another one", async () => {
  const folder = fresh();
  assert.equal((await run(folder, ["found", ...AGENCY, ...JAIL, ...NORA])).code, 0);
  await serve(folder);
  assert.equal((await run(folder, ["found", "--add", ...AGENCY, ...NORTHGATE])).code, 0);
  const beech = ["--agency", "Beech County", "--facility", "Beech Jail", "--kind", "jail", "--zone", "America/Denver"];
  assert.equal((await run(folder, ["found", ...beech, ...NORA.with(5, "nora@beech.example")])).code, 0);
  const admit = (facility: string, number: string, family: string, ...more: string[]) =>
    run(folder, ["admit", "--facility", facility, "--booking-number", number, "--given-name", "José", "--family-name", family, ...more]);
  const born = (day: string) => ["--birth-date", day];
  const first = await admit("Alder County Jail", "1001", "Delgado", ...born("1994-03-17"));
  const [id = ""] = first.last.split(" ");

  // A second facility, a new number, capitals, an unknown birth date: the same person, and nobody is admitted by guess.
  for (const [facility, more] of [
    ["Northgate State Prison", []],
    ["Alder County Jail", born("1994-03-17")],
  ] as const) {
    const refused = await admit(facility, "2001", "DELGADO", ...more);
    assert.deepEqual([refused.code, refused.last], [1, "Nobody was admitted."]);
    assert.match(refused.text, new RegExp(`^--family-name: .*José Delgado.*${id}.*--resident ${id}.*--another-person`, "m"));
  }
  const twice = await admit("Northgate State Prison", "2001", "Delgado", "--resident", id);
  assert.equal(twice.code, 1);
  assert.match(twice.text, /^--resident: .* is at Alder County Jail now, with booking number 1001\./m);
  const stranger = await admit("Northgate State Prison", "2001", "Vance", "--resident", id);
  assert.match(stranger.text, /^--resident: nobody in the agency of Northgate State Prison /m);
  const both = await admit("Northgate State Prison", "2001", "Delgado", "--resident", id, "--another-person");
  assert.match(both.text, /^--another-person: /m);

  // Another birth date, another agency and another person by word are other people.
  const people = [
    await admit("Alder County Jail", "1002", "Delgado", ...born("1971-01-01")),
    await admit("Beech Jail", "3001", "Delgado"),
    await admit("Northgate State Prison", "2002", "Delgado", "--another-person"),
  ];
  assert.deepEqual(
    people.map(({ code }) => code),
    [0, 0, 0],
  );
  assert.equal(new Set([id, ...people.map(({ last }) => last.split(" ")[0])]).size, 4);

  // Released and back, at the agency's other facility: one person, two stays.
  await inWorld(readConfig({ HOME: root, THROUGHLINE_DATA: folder, PORT: "4321" }), (ctx) =>
    inTransaction(ctx, async (tx) => {
      const stay = await currentStay(tx, id);
      assert(stay);
      await release(tx, stay.id);
    }),
  );
  const back = await admit("Northgate State Prison", "2003", "Delgado", "--resident", id);
  assert.deepEqual([back.code, back.last.split(" ")[0]], [0, id]);
  assert.equal((await admit("Northgate State Prison", "2003", "Delgado", "--resident", id)).last, `${back.last}  (was there already)`);
});

test("the demonstration is never turned into a real world, and a founded one never into a demonstration", async () => {
  const folder = fresh();
  assert.equal((await run(folder, ["demo"])).code, 0);
  const refused = await run(folder, ["found", ...AGENCY, ...JAIL, ...NORA.slice(0, 4), "--email", "nora"]);
  assert.equal(refused.code, 1);
  assert.match(refused.text, /^--email: .*\nTHROUGHLINE_DATA: this data holds the demonstration, and a world is never turned\./m);
  const real = fresh();
  assert.equal((await run(real, ["found", ...AGENCY, ...JAIL, ...NORA])).code, 0);
  assert.match((await run(real, ["demo"])).last, /born real, and a world is never turned/);
});

test("eight who found the same at the same moment found it once, and every part of it stands in the audit", async () => {
  const asked = ask([
    "--agency",
    "Cedar County",
    "--facility",
    "Cedar Jail",
    "--kind",
    "jail",
    "--zone",
    "America/Chicago",
    ...NORA.with(5, "nora@cedar.example"),
  ]);
  const done = await Promise.all(Array.from({ length: 8 }, () => found(site.ctx, asked)));
  const ids = done.map((one) => ("refusals" in one ? one.refusals : [one.agency.id, one.facility?.id, one.administrator?.accountId]));
  for (const each of ids) assert.deepEqual(each, ids[0]);
  const [one] = done;
  assert(one && "agency" in one);
  const { agency, facility } = one;
  const entries = await site.owner.selectFrom("audit.entry").select("what").where("agencyId", "=", agency.id).orderBy("what").execute();
  assert.deepEqual(
    entries.map(({ what }) => what),
    ["agency.added", "facility.added", "facility.policy_set", "session_template.added", "staff.grant_given", "staff.invited", "unit.added"],
  );
  await site.runJobs();
  const letters = await site.owner.selectFrom("notifications.delivery").select(["template", "status"]).execute();
  assert.deepEqual(letters, [{ template: "identity.staff_invitation", status: "queued" }], "without a mail server the letter waits");
  const rules = (await site.app.inject({ url: `/api/public/facilities/${facility?.id}` })).json().rules;
  assert.deepEqual([rules.visitMinutes, rules.visitsPerWeek, rules.hours.length, rules.hours[0].startsAt], [30, 2, 7, "09:00"]);
  assert.deepEqual(await lettersTo(site, "nora@cedar.example"), [], "a real world has no outbox");
});

test("a facility is founded with what the law of prices goes by: state and runner together, the city where one runs it", async () => {
  const parts = ["--agency", "Elm", "--facility", "Elm Jail", "--kind", "jail", "--zone", "America/New_York"];
  const told = [...parts, "--state", "ny", "--city", "new york", "--run-by", "city", ...NORA.with(5, "nora@elm.example")];
  const done = await found(site.ctx, ask(told));
  assert("facility" in done && done.facility?.lawKnown);
  const page = (await site.app.inject({ url: `/api/public/facilities/${done.facility.id}/prices` })).json();
  assert.deepEqual(page.facts, { kind: "jail", state: "NY", city: "New York City", runBy: "city" });
  assert.equal(page.prices.find((each: { service: string }) => each.service === "audio").law.free.id, "nyc-law-audio-city-jail");
  const values = { agency: "Elm", facility: "Oak Jail", kind: "jail", zone: "America/New_York", add: true };
  const refusals = (more: object) =>
    readAsked({ values: { ...values, ...more }, positionals: [] }).refusals.map((each) => each.split(":")[0]);
  assert.deepEqual(refusals({ state: "Elmland" }), ["--state", "--run-by"]);
  assert.deepEqual(refusals({ state: "NY", "run-by": "city" }), ["--city"]);
  assert.deepEqual(refusals({ "run-by": "the sheriff" }), ["--run-by", "--state"]);
});

test("a facility that was founded without what the law goes by gets it when it is said again, and what was told stays", async () => {
  const parts = ["--agency", "Fir", "--facility", "Fir Jail", "--kind", "jail", "--zone", "America/Denver"];
  const done = await found(site.ctx, ask([...parts, ...NORA.with(5, "nora@fir.example")]));
  assert("facility" in done && done.facility?.lawKnown === false);
  const law = async (state: string) => {
    const fir = { agency: "Fir", facility: "Fir Jail", kind: "jail", zone: "America/Denver" };
    const { asked } = readAsked({ values: { ...fir, add: true, state, "run-by": "county" }, positionals: [] });
    const again = await found(site.ctx, asked);
    assert("facility" in again && again.facility?.lawKnown);
    return (await site.app.inject({ url: `/api/public/facilities/${again.facility.id}/prices` })).json().facts.state;
  };
  assert.equal(await law("CO"), "CO");
  assert.equal(await law("TX"), "CO");
});

test("an invitation that waited for a mail server is not sent to somebody who has used the printed link by then", async () => {
  const email = "nora@dogwood.example";
  const done = await found(
    site.ctx,
    ask(["--agency", "Dogwood", "--facility", "Dogwood Jail", "--kind", "jail", "--zone", "America/Chicago", ...NORA.with(5, email)]),
  );
  assert("administrator" in done && done.administrator);
  const { accountId } = done.administrator;
  const token = await makeLetterLink(site.ctx, "staff_invitation", accountId);
  const opened = await staffPost(site, "/invitations/open", { token, password: "a long sentence for work" });
  const { ticket, secret } = opened.json() as { ticket: string; secret: string };
  assert.equal((await staffPost(site, "/invitations/confirm", { ticket, code: codeNow(site, secret) })).statusCode, 200);
  await site.runJobs();
  const delivery = () =>
    site.owner.selectFrom("notifications.delivery").selectAll().where("accountId", "=", accountId).executeTakeFirstOrThrow();
  const sent: string[] = [];
  await deliver(site.ctx, { send: async ({ to }) => void sent.push(to), close: () => {} }, (await delivery()).id);
  const { status, lastError } = await delivery();
  assert.deepEqual([status, lastError, sent], ["not_sent", "nothing_to_say", []]);
});
