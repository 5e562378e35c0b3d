import { useWords } from "./words.ts";
export function Gallery() {
  const { t } = useWords();
  return <h1>{t("gallery.title")}</h1>;
}
