import "./audit.tables.ts";

export { registerAuditJobs } from "./audit.jobs.ts";
export { auditRoutes } from "./audit.routes.ts";
export { type Entry, record } from "./audit.service.ts";
export { type AuditWhat, auditVocabulary } from "./audit.vocabulary.ts";
