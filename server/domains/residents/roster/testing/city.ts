/** A city's list in the form in which New York publishes its own; ids and everything else are invented. */
export interface City {
  header: string;
  /** Each with its line end. */
  rows: string[];
  text: string;
}

const HEADER =
  "INMATEID,ADMITTED_DT,DISCHARGED_DT,CUSTODY_LEVEL,BRADH,RACE,GENDER,AGE,INMATE_STATUS_CODE,SEALED,SRG_FLG,TOP_CHARGE,INFRACTION";
const LEVELS = ["MIN", "MED", "MAX"];
const CODES = ["DE", "CS", "CSP", "DEP", "DNS", "DPV", "SCO", "SSR"];

/** So many rows with the real list's oddities: one person twice, levels and genders missing, a number of two digits. */
export function cityOf(count: number, planted = "160.10"): City {
  const two = (value: number) => String(value).padStart(2, "0");
  const rows = Array.from({ length: count }, (_, at) => {
    // The last but one is admitted again: the number of the third person, with a later day.
    const person = at === count - 2 ? 2 : at;
    const number = person === 1 ? "58" : String(30_000_000 + person * 7);
    const day = `${two((at % 6) + 1)}/${two((at % 28) + 1)}/${at === count - 2 ? 2017 : 2016}`;
    const hour = `${two((at % 12) + 1)}:${two(at % 60)}:00 ${at % 2 ? "AM" : "PM"}`;
    const level = at % 32 === 7 ? "" : LEVELS[at % 3];
    const gender = at % 616 === 8 ? "" : "M";
    return `${number},${day} ${hour},,${level},N,O,${gender},40,${CODES[at % 8]},N,N,${planted},N\n`;
  });
  return { header: `${HEADER}\n`, rows, text: `${HEADER}\n${rows.join("")}` };
}
