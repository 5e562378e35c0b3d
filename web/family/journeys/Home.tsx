import { useWords } from "#web/family/words.ts";

/** The app's first page. */
export default function Home() {
  const { t } = useWords();
  return <h1>{t("family.title")}</h1>;
}
