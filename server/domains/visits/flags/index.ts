export { flagRoutes } from "./flags.routes.ts";
export { restFlags } from "./flags.store.ts";
export { cancelDue, RESIDENT_GONE, raiseFlag, registerFlags, reviewStay } from "./review.service.ts";
