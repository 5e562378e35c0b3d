import { useWords } from "#web/staff/words.ts";

/** The app's first page. */
export default function Home() {
  const { t } = useWords();
  return <h1>{t("staff.title")}</h1>;
}
