import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { contacts, DEMO_PASSWORD, emailOf } from "#server/demo/people.ts";
import { type Language, said } from "./said.ts";

export type ContactKey = (typeof contacts)[number]["key"];
/** The machine may be busy: only a page that never comes is late. */
export const SLOW_MS = 60_000;

/** One of the demonstration's contacts. */
export function contact(key: ContactKey): { email: string; givenName: string; name: string } {
  const person = contacts.find((one) => one.key === key);
  assert(person);
  return { email: emailOf(person), givenName: person.givenName, name: `${person.givenName} ${person.familyName}` };
}

/** Signs a contact in by the page, and waits until they are greeted. */
export async function signInByPage(page: Page, address: string, key: ContactKey, language: Language): Promise<void> {
  page.setDefaultTimeout(SLOW_MS);
  const { email, givenName } = contact(key);
  await page.goto(`${address}/family`);
  await page.getByLabel(said(language, "family.field.email")).fill(email);
  await page.getByLabel(said(language, "family.field.password")).fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: said(language, "family.sign_in.act") }).click();
  await page.getByRole("heading", { level: 1, name: givenName }).waitFor();
}
