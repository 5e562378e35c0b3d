import type { MergePart } from "#server/domains/residents/index.ts";

/** What of stations hangs on a resident. Of two PINs each record keeps its own: the person goes on with the one of the record that stays. */
export const stationsMergePart: MergePart = {
  columns: [
    { table: "stations.credential", column: "resident_id", key: "resident_id", onePerPerson: true },
    { table: "stations.lockout", column: "resident_id", key: "id" },
    { table: "stations.wrong_try", column: "resident_id", key: "id" },
  ],
};
