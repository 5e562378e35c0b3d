import { type Browser, launch } from "puppeteer-core";

const PREFERENCES = {
  // A made-up camera and microphone, granted without asking.
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "media.autoplay.default": 0,
  "media.autoplay.blocking_policy": 0,
};
/** A first start makes a whole profile, which takes long on a busy machine. */
const START_MS_MAX = 120_000;

/** Starts the machine's own Firefox with a made-up camera and microphone. The caller closes it. */
export function launchFirefox(): Promise<Browser> {
  const executablePath = process.env.THROUGHLINE_FIREFOX ?? "/usr/bin/firefox";
  return launch({ browser: "firefox", executablePath, headless: true, extraPrefsFirefox: PREFERENCES, timeout: START_MS_MAX });
}
