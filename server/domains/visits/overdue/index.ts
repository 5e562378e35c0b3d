export { tellMissed } from "./missed.service.ts";
export { closeOverdue, registerOverdueJobs } from "./overdue.service.ts";
