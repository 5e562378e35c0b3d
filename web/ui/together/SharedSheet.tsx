import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { Seat } from "#contracts/live-limits.ts";
import type { Alt } from "#contracts/together.ts";
import { problem } from "#web/client/problem.ts";
import type { Point } from "#web/live/together/pen.rules.ts";
import type { Sheet, SheetSnapshot, Told } from "#web/live/together/sheet.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { reasonsOf } from "#web/ui/Refusal.tsx";
import { Surface } from "./Surface.tsx";
import { type PenChoice, Tools } from "./Tools.tsx";
import { type LoadPicture, usePicture } from "./usePicture.ts";
import { type SheetLine, useSheet } from "./useSheet.ts";
import { useTogetherWords } from "./words.ts";
import "./together.css";

export interface SharedSheetProps {
  line: SheetLine;
  seat: Seat;
  /** The line stands and the visit is not paused. */
  isUp: boolean;
  nameOf: (seat: Seat) => string;
  load: LoadPicture;
  onClose: () => void;
  /** What can be put up besides a blank page. */
  adding: (putUp: (sheetId: string) => void, decisions: number) => ReactNode;
  /** Asks for words, in place of the browser's own field (the kiosk's keyboard). */
  writing?: (put: (words: string) => void) => ReactNode;
}

const titleOf = (alt: Alt | null | undefined, locale: "en" | "es"): string | undefined => alt?.[locale] ?? alt?.en ?? alt?.es;

/** The sheet that both sides draw on, put pictures on and turn the pages of: by touch, mouse and keys, on every screen the same. */
export default function SharedSheet({ line, seat, isUp, nameOf, load, onClose, adding, writing }: SharedSheetProps) {
  const { t, locale } = useTogetherWords();
  const [sheet, shown] = useSheet(line, seat, isUp, (opened) => opened.open());
  const [pen, setPen] = useState<PenChoice>({ tool: "pen", colour: "black", width: "medium" });
  const [at, setAt] = useState<Point | null>(null);
  const [open, setOpen] = useState<"none" | "add" | "write" | "clear">("none");
  const [own, say] = useState("");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const picture = usePicture(shown.page?.pictureId ?? null, load);
  const { number, label } = useLabel(shown, locale);
  const told = useTold(shown, seat, nameOf, locale);
  const refused = shown.told.what === "refused" && shown.told.codes[0] !== "together.not_now" ? shown.told.codes : [];
  const putUp = (sheetId: string | null) => {
    sheet.putUp(sheetId);
    setOpen("none");
  };
  return (
    <section className="sheet" aria-label={t("together.title")}>
      <div className="sheet-head">
        <h2 className="hidden" tabIndex={-1} ref={heading}>
          {t("together.title")}
        </h2>
        <PageButton sheet={sheet} by={-1} isDisabled={number <= 1} />
        <p className="nums">{shown.pages.length > 0 && t("together.page", { page: number, pages: shown.pages.length })}</p>
        <PageButton sheet={sheet} by={1} isDisabled={number >= shown.pages.length} />
        <button
          type="button"
          className="sheet-tool sheet-word"
          aria-expanded={open === "add"}
          onClick={() => setOpen(open === "add" ? "none" : "add")}
        >
          <Icon name="plus" />
          {t("together.add")}
        </button>
        <button type="button" className="sheet-tool" aria-label={t("together.close")} title={t("together.close")} onClick={onClose}>
          <Icon name="cross" />
        </button>
      </div>
      {refused.length > 0 && (
        <p className="sheet-refused" role="alert">
          {reasonsOf(problem([...refused])).map(({ code, what, more }) => (
            <span key={code}>
              <b>{what}</b> {more}{" "}
            </span>
          ))}
        </p>
      )}
      {open === "add" && (
        <div className="sheet-add">
          <Button kind="second" onPress={() => putUp(null)}>
            {t("together.add.blank")}
          </Button>
          {adding(putUp, shown.decisions)}
        </div>
      )}
      {open === "write" && (
        <div className="sheet-add">
          <p>{t("together.write.where")}</p>
          {(writing ?? ((put) => <Writing onPut={put} />))((words) => {
            sheet.write({ colour: pen.colour, x: Math.round(at?.x ?? 200), y: Math.round(at?.y ?? 400), words });
            setOpen("none");
          })}
        </div>
      )}
      {isUp ? (
        <Surface
          sheet={sheet}
          shown={shown}
          seat={seat}
          pen={pen}
          picture={picture}
          label={label}
          at={at}
          onAt={setAt}
          onTool={(tool) => setPen({ ...pen, tool })}
          onSay={say}
        />
      ) : (
        <p className="sheet-frame">{t("together.paused")}</p>
      )}
      <Tools pen={pen} onPen={setPen}>
        <button
          type="button"
          className="sheet-tool sheet-word"
          aria-expanded={open === "write"}
          onClick={() => setOpen(open === "write" ? "none" : "write")}
        >
          {t("together.write")}
        </button>
        <button type="button" className="sheet-tool sheet-word" onClick={() => setOpen("clear")}>
          {t("together.clear")}
        </button>
      </Tools>
      <p className="hidden" role="status" aria-live="polite">
        {told}
      </p>
      <p className="hidden" role="status" aria-live="polite">
        {own}
      </p>
      <Dialog
        isOpen={open === "clear"}
        onClose={() => setOpen("none")}
        title={t("together.clear.sure")}
        actions={
          <>
            <Button
              kind="stop"
              onPress={() => {
                sheet.clear();
                setOpen("none");
              }}
            >
              {t("together.clear.yes")}
            </Button>
            <Button kind="second" onPress={() => setOpen("none")}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t("together.clear.more")}</p>
      </Dialog>
    </section>
  );
}

function PageButton({ sheet, by, isDisabled }: { sheet: Sheet; by: 1 | -1; isDisabled: boolean }) {
  const { t } = useTogetherWords();
  const name = t(by === 1 ? "together.next" : "together.previous");
  return (
    <button type="button" className="sheet-tool" aria-label={name} title={name} disabled={isDisabled} onClick={() => sheet.turn(by)}>
      <Icon name={by === 1 ? "next" : "previous"} />
    </button>
  );
}

/** Whoever asked to write writes next. */
const focused = (field: HTMLInputElement | null) => field?.focus();

function Writing({ onPut }: { onPut: (words: string) => void }) {
  const { t } = useTogetherWords();
  const [words, setWords] = useState("");
  return (
    <form
      className="sheet-writing"
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim()) onPut(words.trim());
      }}
    >
      <input
        className="input"
        ref={focused}
        aria-label={t("together.write.what")}
        maxLength={200}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Button type="submit" isDisabled={!words.trim()}>
        {t("together.write.put")}
      </Button>
    </form>
  );
}

/** What the open page is called by a screen reader: which it is, what its picture shows, and what stands on it. */
function useLabel({ pages, page, marks }: SheetSnapshot, locale: "en" | "es"): { number: number; label: string } {
  const { t } = useTogetherWords();
  const number = pages.findIndex(({ id }) => id === page?.id) + 1;
  const words = marks.flatMap((mark) => (mark.kind === "words" ? [mark.words] : []));
  const label = [
    t("together.page", { page: number, pages: pages.length }),
    titleOf(page?.alt, locale) ?? t("together.blank"),
    t("together.on_it", { lines: marks.length - words.length }),
    ...(words.length > 0 ? [t("together.written", { words: words.join("; ") })] : []),
  ].join(". ");
  return { number, label };
}

/** The last thing that somebody else did, in words. */
function useTold(shown: SheetSnapshot, seat: Seat, nameOf: (seat: Seat) => string, locale: "en" | "es"): string {
  const { t } = useTogetherWords();
  const sentence = useCallback(
    (told: Told): string => {
      if (told.what === "nothing" || told.what === "refused") return "";
      const who = told.by === seat ? t("together.you") : nameOf(told.by);
      const page = shown.pages.findIndex(({ id }) => id === shown.page?.id) + 1;
      if (told.what === "turned") return t("together.page.told", { page, pages: shown.pages.length, who });
      if (told.what === "put_up") return t("together.told.put_up", { who, title: titleOf(shown.page?.alt, locale) ?? t("together.blank") });
      return t(`together.told.${told.what}`, { who });
    },
    [shown, seat, nameOf, locale, t],
  );
  return sentence(shown.told);
}
