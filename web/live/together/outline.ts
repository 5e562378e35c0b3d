import { getStroke } from "perfect-freehand";
import type { PenWidth } from "#contracts/together-limits.ts";

const sizes: Record<PenWidth, number> = { thin: 22, medium: 44, thick: 90 };

/** The outline of a line as an SVG path: drawn by hand, but of one width, so that it looks the same on every screen. */
export function outlineOf(points: readonly number[], width: PenWidth): string {
  const pairs = Array.from({ length: points.length / 2 }, (_, index) => [points[index * 2]!, points[index * 2 + 1]!]);
  const outline = getStroke(pairs, { size: sizes[width], thinning: 0, smoothing: 0.5, streamline: 0.3, simulatePressure: false });
  const [first, ...rest] = outline;
  if (!first) return "";
  const round = (value: number | undefined) => Math.round(value ?? 0);
  const middle = (a: number[], b: number[] | undefined) =>
    `${round((a[0]! + (b?.[0] ?? a[0]!)) / 2)} ${round((a[1]! + (b?.[1] ?? a[1]!)) / 2)}`;
  return `M${round(first[0])} ${round(first[1])}${rest.map((at, index) => `Q${round(at[0])} ${round(at[1])} ${middle(at, rest[index + 1])}`).join("")}Z`;
}
