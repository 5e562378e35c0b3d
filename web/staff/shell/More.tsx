import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";

/** Reads on in a list that has more. */
export function More({ pages }: { pages: { more: (() => void) | undefined; isReading: boolean } }) {
  const { t } = useWords();
  if (!pages.more) return null;
  return (
    <p className="centre gap-4">
      <Button kind="second" size="small" isPending={pages.isReading} onPress={pages.more}>
        {t("staff.more")}
      </Button>
    </p>
  );
}
