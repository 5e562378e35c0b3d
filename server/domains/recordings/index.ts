import "./recordings.tables.ts";

export { registerRecordingJobs, registerRecordingKeeping } from "./recordings.jobs.ts";
export { recordingRoutes } from "./recordings.routes.ts";
export { recordingsOf } from "./recordings.service.ts";
