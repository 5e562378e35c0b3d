export { tellMissed } from "./missed.service.ts";
export { withholdMissed } from "./missed.store.ts";
export { closeOverdue, registerOverdueJobs } from "./overdue.service.ts";
