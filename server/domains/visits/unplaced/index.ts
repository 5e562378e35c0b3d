export { registerUnplacedJobs } from "./unplaced.service.ts";
export { listUnplaced } from "./unplaced.store.ts";
