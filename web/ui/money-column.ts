import { plainDollars } from "./formats.ts";
import type { Column } from "./Table.tsx";

/** A column of whole cents: shown as money, sorted by them, found and taken away as dollars. Where there is no sum stands a dash. */
export function moneyColumn<Row>(
  money: (cents: number) => string,
  { id, header, of }: { id: string; header: string; of: (row: Row) => number | null },
): Column<Row> {
  const orElse = (row: Row, says: (cents: number) => string, none: string): string => {
    const cents = of(row);
    return cents === null ? none : says(cents);
  };
  return {
    ...{ id, header, num: true },
    cell: (row) => orElse(row, money, "–"),
    value: (row) => of(row) ?? Number.NEGATIVE_INFINITY,
    says: (row) => orElse(row, plainDollars, ""),
  };
}
