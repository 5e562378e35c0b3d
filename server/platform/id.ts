import { randomUUIDv7 } from "node:crypto";

/** A new UUIDv7 (RFC 9562, 5.7): sorts by the millisecond it was made in. */
export const newId = (): string => randomUUIDv7();
