import { RouterProvider } from "@tanstack/react-router";
import type { AppRouter } from "./router.tsx";
import { type Loaders, startPage } from "./start-page.tsx";

/** Starts an app. `onSignedOut` is told when the server says that nobody is signed in any more. */
export function startApp(options: { loaders: Loaders; router: AppRouter; onSignedOut?: () => void }): Promise<void> {
  return startPage(options.loaders, <RouterProvider router={options.router} />, options.onSignedOut);
}
