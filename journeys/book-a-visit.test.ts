import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startFamilyWorld } from "./testing/family-world.ts";
import { type ContactKey, contact, signInByPage } from "./testing/people.ts";
import { type Language, said } from "./testing/said.ts";

const world = await startFamilyWorld();
after(() => world.close());

interface Booker {
  key: ContactKey;
  language: Language;
  /** Vera has no other visit, so hers is the next one on the first page; Marta finds it among her visits. */
  seenOn: "" | "/visits";
}
const bookers: Booker[] = [
  { key: "proof", language: "en", seenOn: "" },
  { key: "c7", language: "es", seenOn: "/visits" },
];

for (const { key, language, seenOn } of bookers)
  test(`${contact(key).givenName} books on a small phone, finds the letter with a calendar file, sees the visit, cancels it (${language})`, async () => {
    const { context, page } = await world.phone({ locale: language === "es" ? "es-US" : "en-US" });
    const words = (id: Parameters<typeof said>[1]) => said(language, id);
    await signInByPage(page, world.address, key, language);

    // With whom, which day, which start.
    await page
      .getByRole("link", { name: words("family.book.act") })
      .first()
      .click();
    await page.getByRole("heading", { level: 1, name: words("family.book.who") }).waitFor();
    await page.locator("main .rows a").first().click();
    await page.getByRole("heading", { level: 1, name: words("family.book.time") }).waitFor();
    await page.locator(".calendar button.day").last().click();
    await page.locator(".place-choice:not([data-state=full])").first().click();
    await page.getByRole("button", { name: words("family.book.keep") }).click();

    // The place is kept while the form is read; then it is booked.
    await page.getByRole("heading", { level: 1, name: words("family.check.title") }).waitFor();
    assert.match(await page.locator(".kept").innerText(), /\d/, "how long it is kept stands beside the button");
    await page
      .locator(".price-big")
      .filter({ hasText: /\d+\smin × \$0\.\d+ .*= .*\$\d|Free|Gratis/ })
      .waitFor();
    await page.getByRole("button", { name: words("family.check.book") }).click();
    await page.getByRole("heading", { level: 1, name: words("family.booked.title") }).waitFor();
    const visitId = /visits\/([\w-]+)\/booked/.exec(page.url())?.[1];
    assert(visitId);

    // The letter, as it would have been sent.
    const outbox = await context.newPage();
    await outbox.goto(`${world.address}/#outbox`);
    const letter = outbox
      .locator("article")
      .filter({ hasText: contact(key).email })
      .first();
    await letter.waitFor();
    const saved = outbox.waitForEvent("download");
    await letter.getByRole("button", { name: /\.ics$/ }).click();
    assert.match((await saved).suggestedFilename(), /\.ics$/);
    const letters = await world.read<{ to: string; attachments: { text: string }[] }[]>(context, "/api/demo/outbox");
    const sent = letters.find(({ to }) => to.includes(contact(key).email));
    assert.match(sent?.attachments[0]?.text ?? "", /BEGIN:VEVENT/);

    // There it is, and there it goes.
    await page.goto(`${world.address}/family${seenOn}`);
    await page.locator(`a[href$="/family/visits/${visitId}"]`).first().click();
    await page.getByRole("button", { name: words("family.cancel.ask") }).click();
    await page.getByLabel(words("family.cancel.unwell")).check();
    await page.getByRole("button", { name: words("family.cancel.yes") }).click();
    await page.getByText(words("family.status.cancelled")).first().waitFor();
    await page
      .getByRole("list", { name: words("family.visit.record") })
      .or(page.locator("[aria-labelledby=record]"))
      .first()
      .waitFor();
    await context.close();
  });
