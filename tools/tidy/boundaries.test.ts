import assert from "node:assert/strict";
import { test } from "node:test";
import { importsOf, sources } from "./sources.ts";

/** [who, may not import, what to do instead] */
const banned: [who: RegExp, what: RegExp, instead: string][] = [
  [/^(web|contracts)\//, /^#server\//, "share it through contracts"],
  [/^contracts\//, /^#web\//, "contracts know neither side"],
  [/^server\//, /^#web\//, "share it through contracts"],
  [/^web\/family\//, /^#web\/(kiosk|staff|public|door)\//, "the apps share parts, never screens"],
  [/^web\/kiosk\//, /^#web\/(family|staff|public|door)\//, "the apps share parts, never screens"],
  [/^web\/staff\//, /^#web\/(family|kiosk|public|door)\//, "the apps share parts, never screens"],
  [/^web\/(public|door)\//, /^#web\/(family|kiosk|staff)\//, "the apps share parts, never screens"],
  [/^server\/platform\/(?!.*\.test\.ts$)/, /^#server\/(domains|commands|app|main)/, "the platform knows no domain"],
  [/^server\/domains\//, /^#server\/domains\/[\w-]+\/(?!index\.ts$)/, "use that domain's index.ts"],
  [/^server\/domains\//, /^#server\/(app|main|cli|commands)/, "a domain does not know who assembles it"],
  [
    /\.rules\.ts$/,
    /\.(store|service|routes)\.ts$|^(kysely|fastify)$|platform\/(database|context|clock|http)/,
    "rules take values and return values",
  ],
  [/./, /^\.\.\//, 'outside its own folder code says "#server/...", "#web/..." or "#contracts/..."'],
];

const order = [
  "audit",
  "identity",
  "facilities",
  "residents",
  "contacts",
  "stations",
  "notifications",
  "money",
  "media",
  "visits",
  "calls",
  "messages",
  "recordings",
  "keeping",
  "support",
  "status",
  "oversight",
];
const domainOf = (name: string) => /server\/domains\/([\w-]+)/.exec(name)?.[1];
const rank = (name: string) => order.indexOf(domainOf(name) ?? "");

for (const file of sources("{web,contracts,server}/**/*.{ts,tsx}")) {
  test(`${file} imports only what it may`, () => {
    const names = importsOf(file);
    const isTest = /\.test\.tsx?$/.test(file);
    const sameDomain = (name: string) => domainOf(name) !== undefined && domainOf(name) === domainOf(file);
    const wrong = names.flatMap((name) =>
      banned
        .filter(([who, what]) => who.test(file) && what.test(name) && !sameDomain(name))
        .filter(([who]) => !(isTest && String(who) === String(/^server\/domains\//)))
        .map(([, , instead]) => `${name}: ${instead}`),
    );
    const upward = isTest ? [] : names.filter((name) => rank(file) >= 0 && rank(name) > rank(file));
    assert.deepEqual([...wrong, ...upward.map((name) => `${name}: news travels upward as an event`)], []);
  });
}

for (const file of sources("server/domains/**/*.store.ts")) {
  test(`${file} decides nothing`, () => {
    assert.deepEqual(
      importsOf(file, { types: false }).filter((name) => name.endsWith(".rules.ts")),
      [],
    );
  });
}

test("every domain stands in the order", () => {
  const domains = new Set(sources("server/domains/*/**/*.ts").map((file) => domainOf(file)));
  assert.deepEqual(
    [...domains].filter((name) => !order.includes(name ?? "")),
    [],
  );
});
