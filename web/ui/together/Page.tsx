import { memo, type Ref } from "react";
import { PAGE_HEIGHT, PAGE_WIDTH, type PenColour, type PenWidth } from "#contracts/together-limits.ts";
import { outlineOf } from "#web/live/together/outline.ts";
import type { Point } from "#web/live/together/pen.rules.ts";
import type { Drawn } from "#web/live/together/sheet.ts";

const CROSS = 90;

/** One page: the picture it shows, what is drawn on it, and where the pen is. */
export function Page({
  picture,
  marks,
  line,
  cross,
}: {
  picture: string | null;
  marks: readonly Drawn[];
  /** The line that is being drawn here now. */
  line?: { points: readonly number[]; colour: PenColour; width: PenWidth } | null;
  cross?: (Point & { isDown: boolean }) | null;
  ref?: Ref<SVGSVGElement>;
}) {
  return (
    <>
      <rect className="sheet-paper" width={PAGE_WIDTH} height={PAGE_HEIGHT} />
      {picture && <image href={picture} width={PAGE_WIDTH} height={PAGE_HEIGHT} preserveAspectRatio="xMidYMid meet" />}
      {marks.map((mark) =>
        mark.kind === "stroke" ? (
          <Stroke key={mark.id} points={mark.points} colour={mark.colour} width={mark.width} />
        ) : (
          <text key={mark.id} className="sheet-words" data-ink={mark.colour} x={mark.x} y={mark.y}>
            {mark.words}
          </text>
        ),
      )}
      {line && <Stroke points={line.points} colour={line.colour} width={line.width} />}
      {cross && (
        <g className="sheet-cross" data-down={cross.isDown || undefined}>
          <path d={`M${cross.x - CROSS} ${cross.y}h${CROSS * 2}M${cross.x} ${cross.y - CROSS}v${CROSS * 2}`} />
        </g>
      )}
    </>
  );
}

const Stroke = memo(function OneStroke({ points, colour, width }: { points: readonly number[]; colour: PenColour; width: PenWidth }) {
  return <path className="sheet-line" data-ink={colour} d={outlineOf(points, width)} />;
});
