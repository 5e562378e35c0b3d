import "./visits.tables.ts";

export {
  bookingRoutes,
  bookVisit,
  holdPlace,
  type RecordingStatus,
  registerStoppedConnections,
  registerVisitLetters,
} from "./bookings/index.ts";
export { askedFor, keptUntil, planFacts } from "./charges/index.ts";
export { creditedFacts, creditRoutes, decide as decideOnCredits, registerCredits } from "./credits/index.ts";
export { cancelDue, flagRoutes, registerFlags } from "./flags/index.ts";
export * from "./live/index.ts";
export { visitsMergePart } from "./merge-part.ts";
export { closeOverdue, registerOverdueJobs, tellMissed } from "./overdue/index.ts";
export { partyRoutes, registerPartyAsked, registerVisitGuests } from "./party/index.ts";
export { emptySample, insertSamples, registerOwnQuality, registerStationFindings, type Sample } from "./quality/index.ts";
export { qualityRoutes } from "./quality/quality.routes.ts";
export {
  listLines,
  note,
  registerOwnChat,
  saidIn,
  type TimelineCode,
  type TimelineFacts,
  type TimelineLine,
  timelineSource,
} from "./record/index.ts";
export { settleRestored } from "./restored.service.ts";
export { addTemplate, sessionRoutes } from "./sessions/index.ts";
export { pictureOfVisit, registerOwnDrawings, registerTogetherKeeping, replayOf, togetherRoutes } from "./together/index.ts";
export { moveRoutes, registerUnplacedJobs } from "./unplaced/index.ts";
export { roomClosedAt, visitOf, wasConnected } from "./visits.service.ts";
