import type { ReactNode } from "react";
import { type PenColour, type PenWidth, penColours, penWidths } from "#contracts/together-limits.ts";
import { useTogetherWords } from "./words.ts";

export type Tool = "pen" | "rub";
export interface PenChoice {
  tool: Tool;
  colour: PenColour;
  width: PenWidth;
}

/** What one draws with: each colour and width is named in words, also for who sees no colours. */
export function Tools({ pen, onPen, children }: { pen: PenChoice; onPen: (pen: PenChoice) => void; children: ReactNode }) {
  const { t } = useTogetherWords();
  return (
    <div className="sheet-tools" role="toolbar" aria-label={t("together.tools")}>
      <fieldset className="sheet-set">
        <legend className="hidden">{t("together.colour")}</legend>
        {penColours.map((colour) => (
          <button
            key={colour}
            type="button"
            className="sheet-tool"
            data-ink={colour}
            aria-label={t(`together.colour.${colour}`)}
            title={t(`together.colour.${colour}`)}
            aria-pressed={pen.tool === "pen" && pen.colour === colour}
            onClick={() => onPen({ ...pen, tool: "pen", colour })}
          >
            <span className="sheet-blot" />
          </button>
        ))}
      </fieldset>
      <fieldset className="sheet-set">
        <legend className="hidden">{t("together.width")}</legend>
        {penWidths.map((width) => (
          <button
            key={width}
            type="button"
            className="sheet-tool"
            aria-label={t(`together.width.${width}`)}
            title={t(`together.width.${width}`)}
            aria-pressed={pen.tool === "pen" && pen.width === width}
            onClick={() => onPen({ ...pen, tool: "pen", width })}
          >
            <span className="sheet-stroke" data-width={width} />
          </button>
        ))}
      </fieldset>
      <button
        type="button"
        className="sheet-tool sheet-word"
        aria-pressed={pen.tool === "rub"}
        onClick={() => onPen({ ...pen, tool: "rub" })}
      >
        {t("together.rub")}
      </button>
      {children}
    </div>
  );
}
