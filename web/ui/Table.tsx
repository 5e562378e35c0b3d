import { type ReactNode, useState } from "react";
import { useWords } from "#web/words/words.tsx";
import { Button } from "./Button.tsx";
import { download, toCsv } from "./csv.ts";
import { Icon } from "./Icon.tsx";

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** What the column is sorted by, searched in and exported as; without it, it is neither. */
  value?: (row: Row) => string | number;
  /** What a search finds and a file has, where that is not the value. */
  says?: (row: Row) => string;
  num?: boolean;
}
export interface TableProps<Row> {
  caption: string;
  hideCaption?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Shown instead of the table when there are no rows. */
  empty?: ReactNode;
  searchable?: boolean;
  /** The name of the file to download, without its ending. */
  exportAs?: string;
}

/** Rows that can be sorted, searched and taken away. The first column names the row. */
export function Table<Row>({ caption, hideCaption = false, columns, rows, rowId, empty, searchable = false, exportAs }: TableProps<Row>) {
  const { t, locale } = useWords();
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState<{ id: string; down: boolean }>();
  const values = (row: Row) => columns.flatMap(({ value, says }) => (value ? [says?.(row) ?? value(row)] : []));
  const wanted = search.trim().toLocaleLowerCase(locale);
  const found = wanted === "" ? rows : rows.filter((row) => values(row).join(" ").toLocaleLowerCase(locale).includes(wanted));
  const by = columns.find((column) => column.id === sort?.id)?.value;
  const sorted = by ? found.toSorted((one, other) => compare(by(one), by(other), locale) * (sort?.down ? -1 : 1)) : found;
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <div className="stack">
      {(searchable || exportAs) && (
        <div className="bar">
          {searchable && (
            <label className="search">
              <span className="hidden">{t("shared.table.search")}</span>
              <Icon name="search" />
              <input
                className="input"
                data-size="small"
                type="search"
                placeholder={t("shared.table.search")}
                value={search}
                onChange={(event) => setSearch(event.target.value)}
              />
            </label>
          )}
          <span className="grow" />
          {exportAs && (
            <Button
              kind="second"
              size="small"
              onPress={() =>
                download(
                  `${exportAs}.csv`,
                  toCsv([columns.filter((column) => column.value).map((column) => column.header), ...sorted.map(values)]),
                )
              }
            >
              <Icon name="download" />
              {t("shared.table.export")}
            </Button>
          )}
        </div>
      )}
      {/* Wider than a phone: the table scrolls inside, the page does not; a region that scrolls takes the focus. */}
      <section className="table-scroll" aria-label={caption}>
        <table className="table">
          <caption className={hideCaption ? "hidden" : undefined}>{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.id}
                  scope="col"
                  className={column.num ? "num" : undefined}
                  aria-sort={sort?.id === column.id ? (sort.down ? "descending" : "ascending") : undefined}
                >
                  {column.value ? (
                    <button
                      type="button"
                      className="sort"
                      onClick={() => setSort({ id: column.id, down: sort?.id === column.id && !sort.down })}
                    >
                      {column.header}
                      {sort?.id === column.id && <Icon name={sort.down ? "down" : "up"} />}
                    </button>
                  ) : (
                    column.header
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <tr key={rowId(row)}>
                {columns.map((column, index) =>
                  index === 0 ? (
                    <th key={column.id} scope="row">
                      {column.cell(row)}
                    </th>
                  ) : (
                    <td key={column.id} className={column.num ? "num" : undefined} data-label={column.header}>
                      {column.cell(row)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {sorted.length === 0 && <p role="status">{t("shared.table.none", { text: search })}</p>}
    </div>
  );
}

const compare = (one: string | number, other: string | number, locale: string): number =>
  typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other), locale, { numeric: true });
