import { signRequests } from "#web/client/call.ts";
import { startApp } from "#web/shell/start.tsx";
import { router } from "./router.tsx";
import { watchTouches } from "./shell/idle.ts";
import { wasSignedOut } from "./shell/session.ts";
import { startStation } from "./shell/station.ts";
import { prove } from "./station-key.ts";
import { loaders } from "./words.ts";
import "./kiosk.css";

// PROOF_HEADER of contracts/stations.ts, written out: that file would bring its schemas' library with it.
signRequests(async (request) => {
  const proof = await prove(request);
  return proof === "" ? {} : { dpop: proof };
});
watchTouches();
// A page taken out of the browser's memory would show what the last person saw.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
await startApp({ loaders, router, onSignedOut: wasSignedOut });
void startStation();
