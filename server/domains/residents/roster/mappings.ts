import { Mapping } from "#contracts/roster.ts";

/**
 * New York City's daily list (open data set 7479-ugqb). Five of its thirteen columns are stored; the others are dropped as they are read,
 * and of the gender only whether it is missing is known.
 */
const nyc = Mapping.parse({
  name: "nyc",
  format: "csv",
  columns: {
    person: "INMATEID",
    admittedAt: "ADMITTED_DT",
    releasedAt: "DISCHARGED_DT",
    custodyLevel: "CUSTODY_LEVEL",
    statusCode: "INMATE_STATUS_CODE",
  },
  instantFormat: "MM/DD/YYYY hh:mm:ss A",
  zone: "America/New_York",
  expected: ["GENDER"],
});

/** Mappings that every facility has. */
export const builtIn: ReadonlyMap<string, Mapping> = new Map([[nyc.name, nyc]]);
