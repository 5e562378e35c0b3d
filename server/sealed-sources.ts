import { auditSources, type SealedSource } from "#server/domains/audit/index.ts";
import { timelineSource } from "#server/domains/visits/index.ts";

/** Every table whose rows are sealed into the record. Audit stands above all other domains and knows none of them, so they meet here. */
export const sealedSources: readonly SealedSource[] = [...auditSources, timelineSource];
