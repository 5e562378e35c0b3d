/** From one day on, through another or for good: days on the facility's calendar. */
export interface Span {
  fromDay: string;
  untilDay: string | null;
}

/** Whether two people are kept apart on this day. Days as `YYYY-MM-DD` sort as text. */
export const holdsOn = (span: Span, day: string): boolean => span.fromDay <= day && (span.untilDay === null || day <= span.untilDay);
