const MINUTE_MS = 60_000;

/** How often one may try, within a window that slides. */
export interface Limit {
  triesMax: number;
  windowMs: number;
}

/** What can be tried, by what it is aimed at and by where it comes from. A whole waiting room may share one address, so that limit is generous. */
export const limits = {
  sign_in: { account: { triesMax: 10, windowMs: 15 * MINUTE_MS }, address: { triesMax: 300, windowMs: 15 * MINUTE_MS } },
  letter: { account: { triesMax: 5, windowMs: 60 * MINUTE_MS }, address: { triesMax: 100, windowMs: 60 * MINUTE_MS } },
} as const satisfies Record<string, { account: Limit; address: Limit }>;

/** When the next try may be made, if not now: `tries` are those of the window, newest first. */
export function nextTryAt(tries: readonly Temporal.Instant[], limit: Limit): Temporal.Instant | undefined {
  const decisive = tries[limit.triesMax - 1];
  return decisive?.add({ milliseconds: limit.windowMs });
}

/** A network address as it counts: a home or phone has a whole IPv6 /64 to itself. */
export function addressKey(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  const [head = "", tail] = address.split("::");
  const front = head.split(":").filter(Boolean);
  const back = (tail ?? "").split(":").filter(Boolean);
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => "0");
  return [...front, ...zeros, ...back]
    .slice(0, 4)
    .map((part) => part.toLowerCase().replace(/^0+(?=.)/, ""))
    .join(":");
}
