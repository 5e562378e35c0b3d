import { PAGE_HEIGHT, PAGE_WIDTH, PART_POINTS_MAX } from "#contracts/together-limits.ts";

export interface Point {
  x: number;
  y: number;
}
/** A line while it is drawn: all its points, and how many of them have been sent in parts. */
export interface Line {
  id: string;
  points: readonly number[];
  sent: number;
}
/** Closer than this, in the page's own units, a finger has not moved. */
const NEAR = 6;
/** An eraser takes what lies so close. */
const REACH = 90;
export const STEP = 50;
export const LEAP = 250;

const within = (value: number, max: number) => Math.min(max, Math.max(0, Math.round(value)));
/** The nearest point of the page. */
export const onPage = ({ x, y }: Point): Point => ({ x: within(x, PAGE_WIDTH), y: within(y, PAGE_HEIGHT) });

/** Puts the pen down. */
export function begin(id: string, at: Point): Line {
  const { x, y } = onPage(at);
  return { id, points: [x, y], sent: 0 };
}

/** Moves the pen; a hand that trembles adds nothing. */
export function moveTo(line: Line, at: Point): Line {
  const { x, y } = onPage(at);
  const [lastX = 0, lastY = 0] = line.points.slice(-2);
  if (Math.hypot(x - lastX, y - lastY) < NEAR) return line;
  return { ...line, points: [...line.points, x, y] };
}

/** The next part to send, beginning with the last point that was sent, so that parts join; null: there is nothing new. */
export function nextPart(line: Line): { part: number[]; line: Line } | null {
  const from = Math.max(0, line.sent - 1);
  if (line.sent * 2 >= line.points.length) return null;
  const part = line.points.slice(from * 2, (from + PART_POINTS_MAX) * 2);
  return { part, line: { ...line, sent: from + part.length / 2 } };
}

/** Where a key leads the crosshair; null: the key is none of its. */
export function keyed(at: Point, key: string, far: boolean): Point | null {
  const by = far ? LEAP : STEP;
  const moves: Record<string, Point> = {
    ArrowLeft: { x: -by, y: 0 },
    ArrowRight: { x: by, y: 0 },
    ArrowUp: { x: 0, y: -by },
    ArrowDown: { x: 0, y: by },
  };
  const move = moves[key];
  return move ? onPage({ x: at.x + move.x, y: at.y + move.y }) : null;
}

/** Whether an eraser at this point touches a line. */
export function touches(points: readonly number[], at: Point): boolean {
  const [firstX = 0, firstY = 0] = points;
  if (points.length === 2) return Math.hypot(firstX - at.x, firstY - at.y) <= REACH;
  for (let index = 0; index + 3 < points.length; index += 2) {
    const [ax, ay, bx, by] = points.slice(index, index + 4) as [number, number, number, number];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((at.x - ax) * (bx - ax) + (at.y - ay) * (by - ay)) / length));
    if (Math.hypot(ax + along * (bx - ax) - at.x, ay + along * (by - ay) - at.y) <= REACH) return true;
  }
  return false;
}
