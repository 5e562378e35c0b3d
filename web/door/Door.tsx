import { useWords } from "./words.ts";
export function Door() {
  const { t } = useWords();
  return <h1>{t("door.title")}</h1>;
}
