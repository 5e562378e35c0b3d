export { flagRoutes } from "./flags.routes.ts";
export { cancelDue, RESIDENT_GONE, raiseFlag, registerFlags, reviewStay } from "./review.service.ts";
