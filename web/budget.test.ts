import assert from "node:assert/strict";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { openBrowser } from "#web/testing/browser.ts";
import { buildPages, servePages } from "#web/testing/built-pages.ts";

/**
 * Gzipped kilobytes (of 1,000 bytes) of HTML, JavaScript and CSS that an app fetches before its sign-in form can be used.
 * Fonts and pictures are not counted: the words are readable before they come (`font-display: swap`).
 */
const budgets = { kiosk: 140, family: 170 } as const;
type App = keyof typeof budgets;

const built = await buildPages(Object.keys(budgets));
const site = await servePages(built.folder);
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await site.close();
  await built.remove();
});

/** Every file of ours that the browser asked for, until it asks for nothing more. */
const formOf: Record<App, { path: string; shows: string }> = {
  // Without a station the kiosk draws its set-up, which is heavier than its sign-in.
  kiosk: { path: "/kiosk", shows: "#main" },
  family: { path: "/family/sign-in", shows: 'input[type="password"]' },
};

async function filesLoaded(app: App): Promise<{ name: string; bytes: number }[]> {
  const page = await browser.newPage({ locale: "es-US" });
  const files: Promise<{ name: string; bytes: number }>[] = [];
  page.on("response", (response) => {
    const type = response.headers()["content-type"] ?? "";
    if (response.ok() && /html|javascript|css/.test(type))
      files.push(response.body().then((body) => ({ name: new URL(response.url()).pathname, bytes: gzipSync(body, { level: 9 }).length })));
  });
  await page.goto(`${site.url}${formOf[app].path}`, { waitUntil: "networkidle" });
  await page.locator(formOf[app].shows).first().waitFor();
  const loaded = await Promise.all(files);
  await page.close();
  return loaded;
}

for (const [app, kilobytes] of Object.entries(budgets) as [App, number][])
  test(`${app}: at most ${kilobytes} KB gzipped until the sign-in form shows`, async (t) => {
    const files = await filesLoaded(app);
    const total = files.reduce((sum, file) => sum + file.bytes, 0) / 1000;
    t.diagnostic(`${app}: ${total.toFixed(1)} KB in ${files.length} files`);
    const heaviest = files.toSorted((one, other) => other.bytes - one.bytes).slice(0, 12);
    assert.ok(
      total <= kilobytes,
      `${total.toFixed(1)} KB:\n${heaviest.map(({ name, bytes }) => `${(bytes / 1000).toFixed(1)} ${name}`).join("\n")}`,
    );
  });

test("only the reader's own language is fetched", async () => {
  const words = (await filesLoaded("family"))
    .filter(({ name }) => /words\.(en|es)/.test(name))
    .map(({ name }) => /words\.(en|es)/.exec(name)?.[1]);
  assert.deepEqual([...new Set(words)], ["es"]);
});
