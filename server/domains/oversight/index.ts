import "./oversight.tables.ts";

export { checkRecordFile } from "./check-file.ts";
export { registerOversightJobs, registerOversightKeeping } from "./oversight.jobs.ts";
export { oversightRoutes } from "./oversight.routes.ts";
