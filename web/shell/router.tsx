import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, type RouteComponent } from "@tanstack/react-router";
import type { ComponentType, ReactNode } from "react";
import { Waiting } from "#web/ui/Waiting.tsx";
import { Broken, Missing } from "./fallbacks.tsx";

/** One page: its path inside the app, and how to load its component (the module's default export). */
export interface Screen {
  path: string;
  load: () => Promise<{ default: ComponentType }>;
}
/** `screen(paths.visit, () => import("./Visit.tsx"))`; loaded only when somebody goes there. */
export const screen = (path: string, load: Screen["load"]): Screen => ({ path, load });

/** Every path of one app under its name, its screens loaded one by one, inside the app's frame. */
export function createAppRouter(options: { basepath: string; frame: ComponentType<{ children: ReactNode }>; screens: readonly Screen[] }) {
  const { basepath, frame: Frame, screens } = options;
  const root = createRootRoute({
    component: () => (
      <Frame>
        <Outlet />
      </Frame>
    ),
    notFoundComponent: Missing,
    errorComponent: Broken,
  });
  const routes = screens.map(({ path, load }) =>
    createRoute({
      getParentRoute: () => root,
      path,
      component: lazyRouteComponent(load) as RouteComponent,
      pendingComponent: Waiting,
      errorComponent: Broken,
    }),
  );
  const router = createRouter({
    routeTree: root.addChildren(routes),
    basepath,
    defaultPendingMs: 200,
    defaultPreload: "intent",
    scrollRestoration: true,
    trailingSlash: "never",
  });
  // A new page is read from its beginning; without this, the focus would stay on a link that is gone.
  router.subscribe("onResolved", ({ pathChanged, fromLocation }) => {
    if (pathChanged && fromLocation) document.getElementById("main")?.focus({ preventScroll: true });
  });
  return router;
}
export type AppRouter = ReturnType<typeof createAppRouter>;
