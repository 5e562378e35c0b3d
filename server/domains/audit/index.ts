import "./audit.tables.ts";
import "./sealing/sealing.tables.ts";

export { registerAuditJobs } from "./audit.jobs.ts";
export { auditRoutes } from "./audit.routes.ts";
export { actorIdOf, type Entry, listOfActor, record, recordMany } from "./audit.service.ts";
export { listEntriesAbout } from "./audit.store.ts";
export { type AuditWhat, auditVocabulary } from "./audit.vocabulary.ts";
export { HEADS_JOB, headsOn } from "./heads/heads.service.ts";
export type { SealedSource } from "./sealing/chain.rules.ts";
export { faultsOf, type Proof, proofOf } from "./sealing/proof.service.ts";
export { auditSources, sealWaiting } from "./sealing/sealing.service.ts";
export { type Break, type Verified, verify } from "./sealing/verify.service.ts";
