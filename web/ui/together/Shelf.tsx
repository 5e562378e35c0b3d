import type { Alt, ShelfSheet } from "#contracts/together.ts";
import { type LoadPicture, usePicture } from "./usePicture.ts";
import { useTogetherWords } from "./words.ts";

/** What lies on the facility's own shelf, each with its first page. */
export function Shelf({ shelf, load, onPutUp }: { shelf: readonly ShelfSheet[]; load: LoadPicture; onPutUp: (sheetId: string) => void }) {
  const { t } = useTogetherWords();
  return (
    <>
      <p>
        <b>{t("together.add.shelf")}</b>
      </p>
      {shelf.length === 0 && <p>{t("together.add.shelf.none")}</p>}
      <ul className="sheet-covers">
        {shelf.map((sheet) => (
          <li key={sheet.id}>
            <Cover sheet={sheet} load={load} onPress={() => onPutUp(sheet.id)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Cover({ sheet, load, onPress }: { sheet: ShelfSheet; load: LoadPicture; onPress: () => void }) {
  const { t, locale } = useTogetherWords();
  const cover = usePicture(sheet.coverId, load);
  const title = inWords(sheet.title, locale);
  const pages = t("together.pages_count", { pages: sheet.pages });
  return (
    <button type="button" className="sheet-cover" aria-label={`${t("together.add.put_up", { title })}, ${pages}`} onClick={onPress}>
      {cover && <img src={cover} alt="" />}
      <span>
        {title}
        <br />
        {pages}
      </span>
    </button>
  );
}

/** What a picture shows, in the reader's language where it is there in that. */
export const inWords = (alt: Alt, locale: "en" | "es"): string => alt[locale] ?? alt.en ?? alt.es ?? "";
