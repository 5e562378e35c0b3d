import { useWords } from "#web/public/words.ts";

/** The app's first page. */
export default function Home() {
  const { t } = useWords();
  return <h1>{t("public.title")}</h1>;
}
