export { registerRosterJobs } from "./roster.jobs.ts";
export { rosterRoutes } from "./roster.routes.ts";
export { importRoster, planRoster } from "./roster.service.ts";

import "./roster.tables.ts";
