import { useWords } from "#web/words/words.tsx";

/** First on every page: leads past the frame to `<main id="main">`. */
export function SkipLink() {
  const { t } = useWords();
  return (
    <a className="skip" href="#main">
      {t("shared.skip")}
    </a>
  );
}
