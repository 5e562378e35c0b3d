import { useWords } from "#web/public/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { download, toCsv } from "#web/ui/csv.ts";
import { Icon } from "#web/ui/Icon.tsx";

/** Below a table: take it away as a file, or print the page. */
export function TakeAway({ name, rows }: { name: string; rows: () => readonly (readonly (string | number)[])[] }) {
  const { t } = useWords();
  return (
    <div className="actions noprint public-source">
      <Button kind="second" onPress={() => download(`${name}.csv`, toCsv(rows()))}>
        <Icon name="download" />
        {t("shared.table.export")}
      </Button>
      <Button kind="second" onPress={() => print()}>
        <Icon name="paper" />
        {t("public.print")}
      </Button>
    </div>
  );
}
