/** Below this the words on an ID cannot be read. */
export const SIDE_MIN = 320;
const KEPT_DAYS = 30;
/** A request that nobody ever answers, say after a release, holds its pictures no longer than this. */
export const WAITING_DAYS_MAX = 180;
/** A file being written is whole long before this. */
export const WRITING_MINUTES = 60;

/** Until when a picture is kept that is written, or of whose request was decided, at this moment. */
export const keepUntilFrom = (at: Temporal.Instant): Temporal.Instant => at.add({ hours: KEPT_DAYS * 24 });
