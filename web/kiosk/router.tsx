import { createAppRouter, screen } from "#web/shell/router.tsx";
import { paths } from "./paths.ts";
import { insideLoaders, loaders } from "./words.ts";

const loads = {
  home: () => import("./journeys/home/Home.tsx"),
  rights: () => import("./journeys/home/Rights.tsx"),
  people: () => import("./journeys/people/People.tsx"),
  name: () => import("./journeys/people/Name.tsx"),
  lawyer: () => import("./journeys/people/Lawyer.tsx"),
  wallet: () => import("./journeys/wallet/Wallet.tsx"),
  statement: () => import("./journeys/wallet/StatementPage.tsx"),
  visits: () => import("./journeys/visits/Visits.tsx"),
  visit: () => import("./journeys/visits/Visit.tsx"),
  cancel: () => import("./journeys/visits/Cancel.tsx"),
  live: () => import("./journeys/live/Live.tsx"),
};

export const router = createAppRouter({
  basepath: "/kiosk",
  // The shell stands around the router, not inside it: it draws the sign-in before any page is loaded.
  frame: ({ children }) => children,
  screens: [
    screen(paths.home, loads.home),
    screen(paths.rights, loads.rights),
    screen(paths.people, loads.people),
    screen(paths.name, loads.name),
    screen(paths.lawyer, loads.lawyer),
    screen(paths.wallet, loads.wallet),
    screen(paths.statement, loads.statement),
    screen(paths.visits, loads.visits),
    screen(paths.visit, loads.visit),
    screen(paths.cancel, loads.cancel),
    screen(paths.live, loads.live),
  ],
});

/** What is drawn before or between the pages, and both languages: needed most when nothing can be fetched any more. */
const besides = [
  ...Object.values(loaders),
  ...Object.values(insideLoaders),
  () => import("./journeys/enrol/Enrol.tsx"),
  () => import("./journeys/sign-in/FirstUse.tsx"),
  () => import("./journeys/sign-in/Fault.tsx"),
  () => import("./journeys/sign-in/Help.tsx"),
  () => import("./journeys/sign-in/Locked.tsx"),
];

/** Fetches every screen ahead of time: a kiosk whose server goes away must still be able to draw what it says. */
export const fetchScreens = (): Promise<unknown> => Promise.allSettled([...Object.values(loads), ...besides].map((load) => load()));
