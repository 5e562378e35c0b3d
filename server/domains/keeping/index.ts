import "./keeping.tables.ts";

export { eraseDue, type RunResult } from "./erasing.service.ts";
export { registerKeepingJobs } from "./keeping.jobs.ts";
export { keepingRoutes } from "./keeping.routes.ts";
export { registerStrayFiles } from "./stray-files.service.ts";
