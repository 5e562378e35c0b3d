const made = new Map<string, Intl.DateTimeFormat>();

/** Minutes since midnight on the clock of a zone. */
export function clockMinutes(at: number, zone: string): number {
  const known =
    made.get(zone) ?? new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  made.set(zone, known);
  const [hours = "0", minutes = "0"] = known.format(new Date(at)).split(":");
  return Number(hours) * 60 + Number(minutes);
}
