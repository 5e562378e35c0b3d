export { listLines, note, type TimelineCode, type TimelineFacts, type TimelineLine } from "./record.service.ts";
