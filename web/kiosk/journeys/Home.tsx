import { useWords } from "#web/kiosk/words.ts";

/** The app's first page. */
export default function Home() {
  const { t } = useWords();
  return <h1>{t("kiosk.title")}</h1>;
}
