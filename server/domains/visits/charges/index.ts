export { costsFor, type PartOf } from "./cost.service.ts";
export { askedFor, familyCents, keptUntil, lawRef, quoteFor, quotesFor } from "./quote.service.ts";
export { CREDIT_JOB, planFacts, settleVisit } from "./settle.service.ts";
