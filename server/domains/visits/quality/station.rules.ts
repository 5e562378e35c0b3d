import type { Seat } from "#contracts/live-limits.ts";
import { type DeviceFault, deviceFault, stretches } from "./line.rules.ts";
import type { Sample } from "./samples.rules.ts";

/** What the published rule holds against the station of a visit: each thing once, when it was first named, oldest first. */
export function stationFindings(all: ReadonlyMap<Seat, readonly Sample[]>): { what: "silent" | DeviceFault; at: number }[] {
  const first = new Map<"silent" | DeviceFault, number>();
  const byTime = Map.groupBy(
    [...all].flatMap(([seat, samples]) => samples.map((sample) => ({ seat, sample }))),
    ({ sample }) => sample.at,
  );
  for (const { from, to, trouble } of stretches(all).get("resident") ?? []) {
    if (trouble?.where !== "station") continue;
    for (const own of all.get("resident") ?? []) {
      if (own.at < from || own.at >= to) continue;
      const others = (byTime.get(own.at) ?? []).flatMap(({ seat, sample }) => (seat === "resident" ? [] : [sample]));
      const what = trouble.part === "line" ? "silent" : deviceFault(own, others);
      if (what && !first.has(what)) first.set(what, own.at);
    }
  }
  return [...first].map(([what, at]) => ({ what, at }));
}
