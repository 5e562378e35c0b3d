import "./notifications.tables.ts";

export { takeReport } from "./bounces/bounces.service.ts";
export { linkOf } from "./identity-letters.ts";
export { type Attachment, type BuildLetter, type Letter, type Recipient, registerLetter } from "./letters.ts";
export { registerNotifications } from "./notifications.jobs.ts";
export { notificationRoutes } from "./notifications.routes.ts";
export { notify } from "./notifications.service.ts";
export type { LetterFacts } from "./notifications.tables.ts";
export { withholdDue } from "./restored.service.ts";
