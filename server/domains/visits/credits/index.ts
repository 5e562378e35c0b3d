import "./credits.tables.ts";

export { registerCredits } from "./credits.jobs.ts";
export { creditRoutes } from "./credits.routes.ts";
export { creditedFacts, decide } from "./credits.service.ts";
