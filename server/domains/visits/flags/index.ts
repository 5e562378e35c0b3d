export { flagRoutes } from "./flags.routes.ts";
export { restFlags } from "./flags.store.ts";
export { cancelDue, raiseFlag, registerFlags } from "./review.service.ts";
