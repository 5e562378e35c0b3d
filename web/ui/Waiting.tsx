import { useWords } from "#web/words/words.tsx";
import { Skeleton } from "./Skeleton.tsx";

/** A screen that is still coming: its shape in grey, and one word for who cannot see it. */
export function Waiting() {
  const { t } = useWords();
  return (
    <div className="wait" role="status">
      <span className="hidden">{t("shared.loading")}</span>
      <Skeleton width="60%" height="2em" />
      <Skeleton />
      <Skeleton width="80%" />
      <Skeleton height="9em" />
    </div>
  );
}
