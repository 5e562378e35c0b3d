import assert from "node:assert/strict";
import { Secret, TOTP } from "otpauth";
import type { BrowserContext, Page } from "playwright-core";
import { until } from "./pair.ts";
import { SLOW_MS } from "./people.ts";

/** How big a desk's screen is. */
export const DESK = { width: 1440, height: 900 } as const;
const STEP_MS = 30_000;

/** A staff member at a screen of their own, come in through a door of the demonstration. */
export interface Desk {
  context: BrowserContext;
  page: Page;
  facilityId: string;
  /** Where the pages of their facility begin. */
  at: string;
}

/** Signs the browser in as one of the demonstration's staff; `door` is who. */
export async function sitAtDesk(context: BrowserContext, address: string, door: string): Promise<Desk> {
  const entered = await context.request.post(`${address}/api/demo/doors/${door}`, { headers: { origin: address } });
  assert.equal(entered.status(), 204);
  const me = (await (await context.request.get(`${address}/api/staff/me`)).json()) as { facilities: { id: string }[] };
  const facilityId = me.facilities[0]?.id;
  assert(facilityId, "whoever works here works somewhere");
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(SLOW_MS);
  return { context, page, facilityId, at: `${address}/staff/at/${facilityId}` };
}

/** The newest letter to this address whose subject fits; it may still be on its way. */
export function letterTo(
  context: BrowserContext,
  address: string,
  email: string,
  subject: RegExp,
): Promise<{ subject: string; text: string }> {
  return until(`a letter to ${email} about ${subject}`, async () => {
    const letters = (await (await context.request.get(`${address}/api/demo/outbox`)).json()) as {
      to: string;
      subject: string;
      text: string;
    }[];
    return letters.find((letter) => letter.to === email && subject.test(letter.subject));
  });
}

/** The link that a letter leads on with. */
export function linkIn(letter: { text: string }): string {
  const [link] = /https?:\S+#token=[\w-]+/.exec(letter.text) ?? [];
  assert(link, `a link in: ${letter.text}`);
  return link;
}

/** What an authenticator app with this secret shows now, or the next one already: each code is taken once. */
export function appCode(secret: string, which: "now" | "next" = "now"): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + (which === "next" ? STEP_MS : 0) });
}
