/** What a price can be set for. Without the schemas' library, so that pages may load it too. */
export const services = ["video", "audio", "message"] as const;
/** Who runs a facility, as the laws of free contact tell them apart. */
export const runners = ["county", "state", "city", "federal"] as const;
export const freePeriods = ["day", "week", "month"] as const;
export const pricePayers = ["agency", "family", "resident"] as const;

export const MICROS_A_DOLLAR = 1_000_000;
export const MILLIONTHS_A_PERCENT = 10_000;
/** Ten dollars: far above every cap there has been, so that a slip of the finger is refused by its shape. */
export const MICROS_PER_MINUTE_MAX = 10_000_000;
export const FREE_MINUTES_MAX = 100_000;
export const RESIDENTS_THOUSANDTHS_MAX = 100_000_000;
export const CITY_LETTERS_MAX = 80;
/** What was given back is told to the public over so many days. */
export const CREDIT_DAYS = 90;

/** The two letters of each state and territory, with its name. */
export const states = {
  AL: "Alabama",
  AK: "Alaska",
  AS: "American Samoa",
  AZ: "Arizona",
  AR: "Arkansas",
  CA: "California",
  CO: "Colorado",
  CT: "Connecticut",
  DE: "Delaware",
  DC: "District of Columbia",
  FL: "Florida",
  GA: "Georgia",
  GU: "Guam",
  HI: "Hawaii",
  ID: "Idaho",
  IL: "Illinois",
  IN: "Indiana",
  IA: "Iowa",
  KS: "Kansas",
  KY: "Kentucky",
  LA: "Louisiana",
  ME: "Maine",
  MD: "Maryland",
  MA: "Massachusetts",
  MI: "Michigan",
  MN: "Minnesota",
  MS: "Mississippi",
  MO: "Missouri",
  MT: "Montana",
  NE: "Nebraska",
  NV: "Nevada",
  NH: "New Hampshire",
  NJ: "New Jersey",
  NM: "New Mexico",
  NY: "New York",
  NC: "North Carolina",
  ND: "North Dakota",
  MP: "Northern Mariana Islands",
  OH: "Ohio",
  OK: "Oklahoma",
  OR: "Oregon",
  PA: "Pennsylvania",
  PR: "Puerto Rico",
  RI: "Rhode Island",
  SC: "South Carolina",
  SD: "South Dakota",
  TN: "Tennessee",
  TX: "Texas",
  VI: "US Virgin Islands",
  UT: "Utah",
  VT: "Vermont",
  VA: "Virginia",
  WA: "Washington",
  WV: "West Virginia",
  WI: "Wisconsin",
  WY: "Wyoming",
} as const;
export type State = keyof typeof states;
export const stateCodes = Object.keys(states) as [State, ...State[]];
