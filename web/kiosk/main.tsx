import { lazy } from "react";
import { signRequests } from "#web/client/call.ts";
import { startPage } from "#web/shell/start-page.tsx";
import { addWords } from "#web/words/words.tsx";
import { watchTouches } from "./shell/idle.ts";
import { Shell } from "./shell/Shell.tsx";
import { wasSignedOut } from "./shell/session.ts";
import { startStation } from "./shell/station.ts";
import { stayInside } from "./shell/stay-inside.ts";
import { prove } from "./station-key.ts";
import { insideLoaders, loaders } from "./words.ts";
import "./kiosk.css";

const AT_REST_MS = 5000;
const Pages = lazy(async () => {
  const [pages] = await Promise.all([import("./Pages.tsx"), addWords(insideLoaders)]);
  return pages;
});

// PROOF_HEADER of contracts/stations.ts, written out: that file would bring its schemas' library with it.
signRequests(async (request) => {
  const proof = await prove(request);
  return proof === "" ? {} : { dpop: proof };
});
watchTouches();
stayInside();
// A page taken out of the browser's memory would show what the last person saw.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
await startPage(
  loaders,
  <Shell>
    <Pages />
  </Shell>,
  wasSignedOut,
);
void startStation();
// A kiosk whose server goes away must still be able to draw what it says: every screen is fetched and kept while nobody waits.
setTimeout(async () => {
  const { fetchScreens } = await import("./router.tsx");
  await fetchScreens();
  const { keepPage } = await import("./shell/keep-page.ts");
  await keepPage();
}, AT_REST_MS);
