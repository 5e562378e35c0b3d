import { showTexts } from "#web/client/call.ts";
import { startApp } from "#web/shell/start.tsx";
import { open, paths } from "./paths.ts";
import { router } from "./router.tsx";
import { nameShown } from "./shell/names.ts";
import { loaders } from "./words.ts";
import "./staff.css";

/** Signed out somewhere else, or for too long: sign in, and go on where one was. */
function onSignedOut(): void {
  const matches = router.state.matches;
  const here = matches[matches.length - 1]?.fullPath;
  if (open.some((path) => path === here)) return;
  const { pathname, searchStr } = router.state.location;
  const page = pathname.replace(/^\/staff(?=\/|$)/, "") + searchStr;
  void router.navigate({ to: paths.signIn, search: page.length > 1 ? { back: page } : {}, replace: true });
}

showTexts(nameShown);
await startApp({ loaders, router, onSignedOut });
