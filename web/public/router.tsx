import { createAppRouter, screen } from "#web/shell/router.tsx";
import { paths } from "./paths.ts";
import { Shell } from "./shell/Shell.tsx";

export const router = createAppRouter({
  basepath: "/public",
  frame: Shell,
  screens: [
    screen(paths.home, () => import("./journeys/Facilities.tsx")),
    screen(paths.facility, () => import("./journeys/Facility.tsx")),
    screen(paths.record, () => import("./journeys/Record.tsx")),
    screen(paths.chain, () => import("./journeys/Chain.tsx")),
    screen(paths.keeping, () => import("./journeys/Keeping.tsx")),
    screen(paths.lines, () => import("./journeys/Lines.tsx")),
    screen(paths.law, () => import("./journeys/Law.tsx")),
    screen(paths.credits, () => import("./journeys/Credits.tsx")),
    screen(paths.letters, () => import("./journeys/Letters.tsx")),
    screen(paths.promises, () => import("./journeys/Promises.tsx")),
  ],
});
