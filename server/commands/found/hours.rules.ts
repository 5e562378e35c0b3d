const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** ISO weekdays from `mon-fri,sun`; undefined where it says no days. */
export function readDays(words: string): number[] | undefined {
  const days = new Set<number>();
  for (const part of words.toLowerCase().split(",")) {
    const [first = "", last = first, more] = part.trim().split("-");
    const [from, through] = [first, last].map((word) => weekdays.findIndex((day) => word.trim().startsWith(day)));
    if (from === undefined || through === undefined || from < 0 || through < from || more !== undefined) return undefined;
    for (let day = from; day <= through; day++) days.add(day + 1);
  }
  return [...days].sort((one, other) => one - other);
}

/** Start and end from `09:00-20:00`; undefined where it says none, or ends before it starts. */
export function readHours(words: string): { startsLocal: string; endsLocal: string; minutes: number } | undefined {
  const [, startsLocal = "", endsLocal = ""] = /^((?:[01]\d|2[0-3]):[0-5]\d)\s*-\s*((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(words) ?? [];
  if (endsLocal <= startsLocal) return undefined;
  const minutes = Temporal.PlainTime.from(startsLocal).until(endsLocal).total("minutes");
  return { startsLocal, endsLocal, minutes };
}

/** An IANA zone as it is properly written; undefined for one that no clock knows, and for a fixed offset, which no summer moves. */
export function readZone(words: string): string | undefined {
  if (!words.includes("/")) return undefined;
  try {
    return new Temporal.ZonedDateTime(0n, words).timeZoneId;
  } catch {
    return undefined;
  }
}

/** Zones whose name has what was typed in it, such as America/Denver for "denver". */
export function zonesLike(words: string): string[] {
  const part = words.split("/").at(-1)?.trim().replaceAll(/\s+/g, "_").toLowerCase() ?? "";
  return part === ""
    ? []
    : Intl.supportedValuesOf("timeZone")
        .filter((zone) => zone.toLowerCase().includes(part))
        .slice(0, 3);
}
