export { closeOverdue, registerOverdueJobs } from "./overdue.service.ts";
