import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from "react";
import { PAGE_HEIGHT, PAGE_WIDTH } from "#contracts/together-limits.ts";
import { newId } from "#web/client/id.ts";
import { begin, keyed, type Line, moveTo, nextPart, type Point, touches } from "#web/live/together/pen.rules.ts";
import type { Sheet, SheetSnapshot } from "#web/live/together/sheet.ts";
import { Page } from "./Page.tsx";
import type { PenChoice } from "./Tools.tsx";
import { useTogetherWords } from "./words.ts";

/** So often a line that is being drawn goes to the other side. */
const SEND_EVERY_MS = 250;
const MIDDLE: Point = { x: PAGE_WIDTH / 2, y: PAGE_HEIGHT / 2 };

/** The page under one's finger, mouse or keys. A line is drawn at once and sent in parts. */
export function Surface({
  sheet,
  shown,
  seat,
  pen,
  picture,
  label,
  at,
  onAt,
  onTool,
  onSay,
}: {
  sheet: Sheet;
  shown: SheetSnapshot;
  seat: string;
  pen: PenChoice;
  picture: string | null;
  label: string;
  /** Where words would be put, and the crosshair stands. */
  at: Point | null;
  onAt: (at: Point) => void;
  onTool: (tool: PenChoice["tool"]) => void;
  onSay: (words: string) => void;
}) {
  const { t } = useTogetherWords();
  const svg = useRef<SVGSVGElement>(null);
  const [line, setLine] = useState<Line | null>(null);
  const [keys, setKeys] = useState(false);
  const drawing = useRef<Line | null>(null);
  const finger = useRef<number | null>(null);
  const help = useId();

  const change = (next: Line | null) => {
    drawing.current = next;
    setLine(next);
  };
  const send = () => {
    for (let next = drawing.current && nextPart(drawing.current); next; next = nextPart(next.line)) {
      drawing.current = next.line;
      sheet.drawPart({ id: next.line.id, colour: pen.colour, width: pen.width, points: next.part });
    }
  };
  const lift = () => {
    send();
    change(null);
    finger.current = null;
  };
  const isDown = line !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock runs from pen down to pen up.
  useEffect(() => {
    if (!isDown) return;
    const clock = setInterval(send, SEND_EVERY_MS);
    return () => clearInterval(clock);
  }, [isDown]);
  // A page that turns under the pen lifts it.
  const pageId = shown.page?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the page matters.
  useEffect(() => change(null), [pageId]);

  const rubAt = (point: Point): boolean => {
    const hit = shown.marks.findLast(
      (mark) =>
        mark.seat === seat &&
        (mark.kind === "stroke" ? touches(mark.points, point) : touches([mark.x, mark.y, mark.x + mark.words.length * 70, mark.y], point)),
    );
    if (hit) sheet.erase(hit.id);
    return hit !== undefined;
  };
  const pointOf = (event: PointerEvent): Point => {
    const box = svg.current?.getBoundingClientRect();
    if (!box || box.width === 0) return MIDDLE;
    return { x: ((event.clientX - box.left) / box.width) * PAGE_WIDTH, y: ((event.clientY - box.top) / box.height) * PAGE_HEIGHT };
  };
  const down = (event: PointerEvent<SVGSVGElement>) => {
    // A palm beside the finger draws nothing.
    if (finger.current !== null || event.button !== 0) return;
    finger.current = event.pointerId;
    event.currentTarget.setPointerCapture(event.pointerId);
    setKeys(false);
    const point = pointOf(event);
    onAt(point);
    if (pen.tool === "rub") rubAt(point);
    else change(begin(newId(), point));
  };
  const move = (event: PointerEvent) => {
    if (event.pointerId !== finger.current) return;
    if (pen.tool === "rub") rubAt(pointOf(event));
    else if (drawing.current) change(moveTo(drawing.current, pointOf(event)));
  };
  const up = (event: PointerEvent) => {
    if (event.pointerId === finger.current) lift();
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = at ?? MIDDLE;
    const next = keyed(here, event.key, event.shiftKey);
    if (next) {
      event.preventDefault();
      setKeys(true);
      onAt(next);
      if (drawing.current) change(moveTo(drawing.current, next));
      return;
    }
    const acts: Record<string, () => void> = {
      " ": () => {
        setKeys(true);
        onAt(here);
        if (pen.tool === "rub") return onSay(t(rubAt(here) ? "together.rubbed" : "together.nothing_there"));
        if (drawing.current) lift();
        else change(begin(newId(), here));
        onSay(t(drawing.current ? "together.down" : "together.up"));
      },
      Escape: () => drawing.current && lift(),
      n: () => sheet.turn(1),
      b: () => sheet.turn(-1),
      e: () => onTool("rub"),
      p: () => onTool("pen"),
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <div className="sheet-frame">
      <svg
        ref={svg}
        className="sheet-page"
        viewBox={`0 0 ${PAGE_WIDTH} ${PAGE_HEIGHT}`}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is drawn on by keys.
        tabIndex={0}
        aria-label={label}
        aria-describedby={help}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onKeyDown={press}
      >
        <Page
          picture={picture}
          marks={shown.marks.filter((mark) => mark.id !== line?.id)}
          line={line && { points: line.points, colour: pen.colour, width: pen.width }}
          cross={keys && at ? { ...at, isDown: line !== null } : null}
        />
      </svg>
      <p className="hidden" id={help}>
        {t("together.keys")}
      </p>
    </div>
  );
}
