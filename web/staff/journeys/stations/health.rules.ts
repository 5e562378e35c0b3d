/** A station says that it is there every minute; five without a word mean that somebody should look. */
export const SILENT_AFTER_MS = 5 * 60_000;
export type Health = "works" | "silent" | "trouble" | "not_set_up" | "out_of_use" | "blocked";

/** One word for how a station is, the most pressing one first. */
export function healthOf(
  station: { status: string; enrolled: boolean; lastSeenAt: string | null; camera: string; microphone: string },
  now: number,
): Health {
  if (station.status === "blocked") return "blocked";
  if (station.status !== "active") return station.enrolled ? "out_of_use" : "not_set_up";
  if (!station.enrolled) return "not_set_up";
  if (station.lastSeenAt === null || now - Date.parse(station.lastSeenAt) > SILENT_AFTER_MS) return "silent";
  const broken = [station.camera, station.microphone].some((part) => part === "missing" || part === "denied");
  return broken ? "trouble" : "works";
}

/** The pill that goes with each. */
export const healthTones: Record<Health, { tone?: "good" | "warn" | "stop" }> = {
  works: { tone: "good" },
  silent: { tone: "stop" },
  trouble: { tone: "warn" },
  not_set_up: {},
  out_of_use: { tone: "stop" },
  blocked: { tone: "warn" },
};
