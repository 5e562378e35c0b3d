import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const WITHOUT_WINDOWS = "/usr/bin/chromium-headless-shell";
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A camera that shows a clock and a microphone that beeps, both granted without asking. Coding thirty pictures a second in software is most of what a visit costs here.
  "--use-fake-device-for-media-stream=fps=15",
  "--use-fake-ui-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
];

/** Starts the machine's own Chromium with a made-up camera and microphone. The caller closes it. */
export function launchBrowser(extraArgs: string[] = []): Promise<Browser> {
  return launch(PLACES, extraArgs);
}

/** The same Chromium built without its windows, for pages alone: it costs less. Where it is not installed, the whole one. */
export function launchPageBrowser(): Promise<Browser> {
  return launch([WITHOUT_WINDOWS, ...PLACES], []);
}

async function launch(places: readonly string[], extraArgs: readonly string[]): Promise<Browser> {
  const executablePath = process.env.THROUGHLINE_CHROMIUM ?? places.find((place) => existsSync(place));
  if (!executablePath) throw new Error("no Chromium on this machine: install the package chromium");
  return chromium.launch({ executablePath, args: [...ARGS, ...extraArgs], timeout: 30_000 });
}
