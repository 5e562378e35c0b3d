export { registerUnplacedJobs } from "./unplaced.service.ts";
