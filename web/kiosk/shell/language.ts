import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { chooseLocale, type Locale } from "#web/words/locale.ts";
import { setLocale } from "#web/words/words.tsx";

/** What somebody chose on this screen since the last sign-out; it counts more than what their account says. */
let chosen: Locale | undefined;

/** The person at the screen changes its language: now, and for their next time when they are signed in. */
export async function chooseLanguage(locale: Locale, signedIn: boolean): Promise<void> {
  chosen = locale;
  // Never kept in the browser: the next person at this kiosk is somebody else.
  await setLocale(locale, { keep: false });
  if (signedIn) await call(api.setInsideLocale, { body: { locale } }).catch(() => undefined);
}

/** Somebody signed in: the screen speaks their language, or the one they just chose here. */
export async function takeLanguage(own: Locale): Promise<void> {
  if (chosen && chosen !== own) await call(api.setInsideLocale, { body: { locale: chosen } }).catch(() => undefined);
  else await setLocale(own, { keep: false });
}

/** The person left: the kiosk speaks its own language again. */
export async function leaveLanguage(): Promise<void> {
  chosen = undefined;
  await setLocale(chooseLocale(), { keep: false });
}
