import "./recordings.tables.ts";

export { registerRecordingJobs } from "./recordings.jobs.ts";
export { recordingRoutes } from "./recordings.routes.ts";
export { recordingsOf } from "./recordings.service.ts";
