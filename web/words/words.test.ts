import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { compileMessage } from "@lingui/message-utils/compileMessage";

const folder = (locale: string) => new URL(`./${locale}/`, import.meta.url);
const areas = readdirSync(folder("en")).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
type Area = Record<string, string>;
const load = async (locale: string, area: string): Promise<Area> =>
  Object.assign({}, ...Object.values((await import(new URL(area, folder(locale)).href)) as Record<string, Area>));

/** Sentences that are rightly the same in both languages: names, units and figures. */
const same = new Set<string>(JSON.parse(readFileSync(new URL("./same.json", import.meta.url), "utf8")) as string[]);
/** What nobody is called here, in Spanish; tools/tidy/words.test.ts reads the English. */
const banned = /\b(reclus[oa]s?|delincuentes?|pres[oa]s?|reos?|internos?)\b/i;

type Token = string | [name: string, kind?: string, format?: unknown];
/** The arguments of a message with their kinds, `count:plural`, however deep they stand. */
function argumentsOf(message: string): string[] {
  const found = new Set<string>();
  const visit = (token: unknown): void => {
    if (!Array.isArray(token)) return;
    const [name, kind, format] = token as unknown as Exclude<Token, string>;
    found.add(`${name}:${kind ?? "value"}`);
    if (typeof format === "object" && format !== null)
      for (const part of Object.values(format)) if (Array.isArray(part)) part.forEach(visit);
  };
  const compiled = compileMessage(message) as unknown;
  if (Array.isArray(compiled)) compiled.forEach(visit);
  return [...found].sort();
}
const tagsOf = (message: string): string[] => [...message.matchAll(/<(\w+)>/g)].map((match) => match[1] ?? "").sort();

test("both languages have the same areas", () => {
  assert.deepEqual(
    readdirSync(folder("es")).filter((name) => name.endsWith(".ts")),
    areas,
  );
});

for (const area of areas) {
  test(`${area}: every sentence is there in both languages, with the same facts in it`, async () => {
    const [en, es] = [await load("en", area), await load("es", area)];
    assert.deepEqual(Object.keys(es).sort(), Object.keys(en).sort());
    for (const [id, english] of Object.entries(en)) {
      const spanish = es[id] ?? "";
      assert.ok(english.trim() !== "" && spanish.trim() !== "", `${id} says nothing`);
      assert.deepEqual(argumentsOf(spanish), argumentsOf(english), id);
      assert.deepEqual(tagsOf(spanish), tagsOf(english), id);
    }
  });

  test(`${area}: nothing was left in English`, async () => {
    const [en, es] = [await load("en", area), await load("es", area)];
    const left = Object.entries(en).filter(([id, english]) => es[id] === english && !same.has(id));
    assert.deepEqual(left, [], "translate it, or add the id to same.json if it is a name or a figure");
  });

  test(`${area}: only words that people here are called by`, async () => {
    const wrong = Object.entries(await load("es", area)).filter(([, words]) => banned.test(words));
    assert.deepEqual(wrong, []);
  });
}

test("the list of sentences that are the same holds none that are not", async () => {
  const en: Area = {};
  const es: Area = {};
  for (const area of areas) {
    Object.assign(en, await load("en", area));
    Object.assign(es, await load("es", area));
  }
  assert.deepEqual(
    [...same].filter((id) => en[id] === undefined || en[id] !== es[id]),
    [],
  );
});

test("a word stands in one area only, under that area's name", async () => {
  for (const area of areas) {
    const strays = Object.keys(await load("en", area)).filter(
      (id) => area !== "errors.ts" && !id.startsWith(`${area.replace(".ts", "")}.`),
    );
    assert.deepEqual(strays, [], area);
  }
});
