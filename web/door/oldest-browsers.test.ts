import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import vm from "node:vm";
import { openBrowser } from "#web/testing/browser.ts";
import { buildPages, servePages } from "#web/testing/built-pages.ts";

const early = readFileSync(new URL("../static/early.js", import.meta.url), "utf8");

/** Runs early.js as a browser would whose strings know only these methods. */
function run(
  methods: string[],
  kept: Record<string, string> = {},
): { went: string | undefined; attributes: Record<string, string>; lang: string } {
  const page: { went: string | undefined; attributes: Record<string, string> } = { went: undefined, attributes: {} };
  const root = { setAttribute: (name: string, value: string) => Object.assign(page.attributes, { [name]: value }), lang: "en" };
  vm.runInNewContext(early, {
    document: { documentElement: root },
    location: { replace: (to: string) => Object.assign(page, { went: to }) },
    localStorage: { getItem: (key: string) => kept[key] ?? null },
    String: { prototype: Object.fromEntries(methods.map((name) => [name, () => ""])) },
  });
  return { ...page, lang: root.lang };
}

test("a browser older than those served is led to the page that says what still works", () => {
  assert.equal(run(["padStart", "at"]).went, "/unsupported.html");
  assert.equal(run(["padStart", "at", "isWellFormed"]).went, undefined);
});

test("the chosen theme and language stand before the first paint, and nothing else that was kept", () => {
  assert.deepEqual(run(["isWellFormed"], { "throughline.theme": "dark", "throughline.locale": "es" }), {
    went: undefined,
    attributes: { "data-theme": "dark" },
    lang: "es",
  });
  assert.deepEqual(run(["isWellFormed"], { "throughline.theme": "<b>", "throughline.locale": "xx" }), {
    went: undefined,
    attributes: {},
    lang: "en",
  });
});

test("what runs in old browsers uses nothing younger than they are", () => {
  assert.doesNotMatch(early.replace(/\/\/.*/g, ""), /=>|\b(let|const|class)\b|`|\?\.|\?\?/);
});

test("without JavaScript, the page says so in both languages and leads on", async () => {
  const built = await buildPages(["index"]);
  const site = await servePages(built.folder);
  const browser = await openBrowser();
  after(async () => {
    await browser.close();
    await site.close();
    await built.remove();
  });
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(site.url);
  assert.match(await page.locator("noscript p[lang=en]").innerText(), /^This page needs JavaScript/);
  assert.match(await page.locator("noscript p[lang=es]").innerText(), /^Esta página necesita JavaScript/);
  await page.locator("noscript p[lang=en] a").click();
  await page.getByRole("heading", { name: "This browser is too old for Throughline" }).waitFor();
  await page.getByRole("heading", { name: "Este navegador es muy antiguo para Throughline" }).waitFor();
});
