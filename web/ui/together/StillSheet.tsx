import type { TogetherPage } from "#contracts/together.ts";
import { PAGE_HEIGHT, PAGE_WIDTH } from "#contracts/together-limits.ts";
import type { Drawn } from "#web/live/together/sheet.ts";
import { Page } from "./Page.tsx";
import { inWords } from "./Shelf.tsx";
import { type LoadPicture, usePicture } from "./usePicture.ts";
import { useTogetherWords } from "./words.ts";
import "./together.css";

/** A page of the sheet to look at, with its name in words. */
export function StillSheet({
  pages,
  page,
  marks,
  load,
}: {
  pages: readonly TogetherPage[];
  page: TogetherPage | null;
  marks: readonly Drawn[];
  load: LoadPicture;
}) {
  const { t, locale } = useTogetherWords();
  const picture = usePicture(page?.pictureId ?? null, load);
  const number = pages.findIndex(({ id }) => id === page?.id) + 1;
  const words = marks.flatMap((mark) => (mark.kind === "words" ? [mark.words] : []));
  const label = [
    t("together.title"),
    t("together.page", { page: number, pages: pages.length }),
    page?.alt ? inWords(page.alt, locale) : t("together.blank"),
    t("together.on_it", { lines: marks.length - words.length }),
    ...(words.length > 0 ? [t("together.written", { words: words.join("; ") })] : []),
  ].join(". ");
  return (
    <figure className="sheet-still">
      <svg className="sheet-page" viewBox={`0 0 ${PAGE_WIDTH} ${PAGE_HEIGHT}`} role="img" aria-label={label}>
        <Page picture={picture} marks={marks} />
      </svg>
      <figcaption>
        {t("together.title")}: {t("together.page", { page: number, pages: pages.length })}
      </figcaption>
    </figure>
  );
}
