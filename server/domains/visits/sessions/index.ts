export { sessionRoutes } from "./sessions.routes.ts";
export { placeAt, placesBetween, type Start, type TemplateRule } from "./sessions.rules.ts";
export { addTemplate } from "./sessions.service.ts";
export { findTemplate, listStations, listTemplates, type StationChoice, type TemplateRow } from "./sessions.store.ts";
