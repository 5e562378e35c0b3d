import { createAppRouter, screen } from "#web/shell/router.tsx";
import { paths } from "./paths.ts";
import { Shell } from "./shell/Shell.tsx";

export const router = createAppRouter({
  basepath: "/staff",
  frame: Shell,
  screens: [
    screen(paths.signIn, () => import("./journeys/sign-in/SignIn.tsx")),
    screen(paths.signOn, () => import("./journeys/sign-in/SignOn.tsx")),
    screen(paths.invitation, () => import("./journeys/sign-in/Invitation.tsx")),
    screen(paths.forgot, () => import("./journeys/sign-in/Forgot.tsx")),
    screen(paths.reset, () => import("./journeys/sign-in/Reset.tsx")),
    screen(paths.home, () => import("./journeys/sign-in/ChooseFacility.tsx")),
    screen(paths.today, () => import("./journeys/today/Today.tsx")),
    screen(paths.visit, () => import("./journeys/visits/Visit.tsx")),
    screen(paths.live, () => import("./journeys/live/Live.tsx")),
    screen(paths.sheets, () => import("./journeys/sheets/Sheets.tsx")),
    screen(paths.approvals, () => import("./journeys/approvals/Approvals.tsx")),
    screen(paths.residents, () => import("./journeys/residents/Residents.tsx")),
    screen(paths.resident, () => import("./journeys/residents/Resident.tsx")),
    screen(paths.roster, () => import("./journeys/roster/Roster.tsx")),
    screen(paths.stations, () => import("./journeys/stations/Stations.tsx")),
    screen(paths.station, () => import("./journeys/stations/Station.tsx")),
    screen(paths.people, () => import("./journeys/staff/Staff.tsx")),
    screen(paths.signOnSetting, () => import("./journeys/sign-on/SignOnSetting.tsx")),
    screen(paths.review, () => import("./journeys/review/Review.tsx")),
    screen(paths.record, () => import("./journeys/record/Record.tsx")),
    screen(paths.exports, () => import("./journeys/record/Exports.tsx")),
    screen(paths.credits, () => import("./journeys/credits/Credits.tsx")),
    screen(paths.policy, () => import("./journeys/policy/Policy.tsx")),
    screen(paths.prices, () => import("./journeys/prices/Prices.tsx")),
    screen(paths.money, () => import("./journeys/money/Money.tsx")),
    screen(paths.reconciliation, () => import("./journeys/money/Reconciliation.tsx")),
    screen(paths.receipt, () => import("./journeys/money/Receipt.tsx")),
    screen(paths.keeping, () => import("./journeys/keeping/Keeping.tsx")),
    screen(paths.account, () => import("./journeys/account/Account.tsx")),
  ],
});
