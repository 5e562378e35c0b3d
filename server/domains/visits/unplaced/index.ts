export { moveRoutes } from "./move.routes.ts";
export { registerUnplacedJobs } from "./unplaced.service.ts";
