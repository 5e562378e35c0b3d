/** Everyone in the demonstration is invented here. Nobody real, ever. */

export const DEMO_PASSWORD = "a-door-left-open";
export const DEMO_PIN = "123456";

export const agency = { key: "agency", name: "Alder Department of Corrections" };

/** Local hours of the weekly sessions; starts follow every visit length and turnaround. */
interface FacilityPlan {
  key: string;
  name: string;
  kind: "prison" | "jail";
  timeZone: string;
  place: string;
  phone: string;
  address: string;
  ask: { en: string; es: string };
  /** What the law of prices goes by. */
  law: { state: "CO" | "NY"; city: string | null; runBy: "county" | "state" };
  units: readonly string[];
  stationsPerUnit: number;
  policy: {
    noticeMinHours: number;
    noticeMaxDays: number;
    visitsPerWeek: number | null;
    earlyMinutes: number;
    lateMinutes: number;
    recorded: boolean;
    visitMinutes: number;
    turnaroundMinutes: number;
  };
  weekdays: readonly number[];
  startsLocal: string;
  endsLocal: string;
  residents: number;
}

export const facilities: readonly FacilityPlan[] = [
  {
    key: "jail",
    name: "Alder County Jail",
    kind: "jail",
    timeZone: "America/Denver",
    place: "Alder County, Colorado",
    phone: "970-555-0142",
    address: "100 Courthouse Road, Alder, CO 80999",
    ask: { en: "The visiting desk, every day from 8:00 am to 8:00 pm", es: "La oficina de visitas, todos los días de 8:00 a 20:00" },
    law: { state: "CO", city: "Alder", runBy: "county" },
    units: ["Unit A", "Unit B", "Unit C"],
    stationsPerUnit: 2,
    policy: {
      noticeMinHours: 24,
      noticeMaxDays: 14,
      visitsPerWeek: 3,
      earlyMinutes: 15,
      lateMinutes: 10,
      recorded: true,
      visitMinutes: 20,
      turnaroundMinutes: 10,
    },
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    startsLocal: "09:00",
    endsLocal: "20:00",
    residents: 34,
  },
  {
    key: "prison",
    name: "Northgate State Prison",
    kind: "prison",
    timeZone: "America/New_York",
    place: "Ferry County, New York",
    phone: "518-555-0117",
    address: "2 Northgate Road, Ferry, NY 12999",
    ask: { en: "The visiting office, Monday to Friday", es: "La oficina de visitas, de lunes a viernes" },
    law: { state: "NY", city: null, runBy: "state" },
    units: ["North 1", "North 2"],
    stationsPerUnit: 2,
    policy: {
      noticeMinHours: 48,
      noticeMaxDays: 21,
      visitsPerWeek: 2,
      earlyMinutes: 15,
      lateMinutes: 15,
      recorded: true,
      visitMinutes: 30,
      turnaroundMinutes: 15,
    },
    weekdays: [3, 5, 6, 7],
    startsLocal: "08:30",
    endsLocal: "15:30",
    residents: 26,
  },
];

/** Residents that the story needs, by facility; the rest are drawn from the names below. */
export const named = [
  { key: "mateo", facility: "jail", unit: 1, givenName: "Mateo", familyName: "Delgado", birthDate: "1994-03-17", locale: "es" },
  { key: "kofi", facility: "jail", unit: 0, givenName: "Kofi", familyName: "Abara", birthDate: "1989-11-02", locale: "en" },
  { key: "imani", facility: "prison", unit: 0, givenName: "Imani", familyName: "Vance", birthDate: "1991-06-25", locale: "en" },
  { key: "proof", facility: "jail", unit: 2, givenName: "Tomás", familyName: "Linde", birthDate: "1990-01-09", locale: "en" },
] as const;

export const givenNames = [
  "Adrian",
  "Basil",
  "Cyrus",
  "Dario",
  "Elio",
  "Farid",
  "Gael",
  "Hollis",
  "Ivo",
  "Jonah",
  "Kellan",
  "Lamont",
  "Marek",
  "Nestor",
  "Orrin",
  "Pavel",
  "Quincy",
  "Ramiro",
  "Stellan",
  "Tevin",
  "Ulises",
  "Vernon",
  "Wendell",
  "Xavi",
  "Yusuf",
  "Zeke",
  "Amara",
  "Brisa",
  "Celia",
  "Dalia",
];
export const familyNames = [
  "Ashgrove",
  "Bellweather",
  "Castellan",
  "Dunmore",
  "Eastlake",
  "Fairlie",
  "Greywell",
  "Hartsong",
  "Ingleby",
  "Juniper",
  "Kestrel",
  "Larkham",
  "Marlowe-Finch",
  "Northway",
  "Oakhurst",
  "Pemberly",
  "Quillon",
  "Ravenel",
  "Silverthorn",
  "Tamsin",
];

/** Contacts: the first is who one is behind the family door. */
export const contacts = [
  {
    key: "rosa",
    givenName: "Rosa",
    familyName: "Delgado",
    birthDate: "1968-09-30",
    locale: "es",
    to: [{ resident: "mateo", relationship: "parent", status: "approved" }],
  },
  {
    key: "ana",
    givenName: "Ana",
    familyName: "Delgado",
    birthDate: "1996-04-12",
    locale: "es",
    to: [{ resident: "mateo", relationship: "sibling", status: "requested" }],
  },
  {
    key: "grace",
    givenName: "Grace",
    familyName: "Abara",
    birthDate: "1990-02-21",
    locale: "en",
    to: [{ resident: "kofi", relationship: "spouse", status: "approved" }],
  },
  {
    key: "leon",
    givenName: "Leon",
    familyName: "Vance",
    birthDate: "1965-07-08",
    locale: "en",
    to: [{ resident: "imani", relationship: "parent", status: "approved" }],
  },
  {
    key: "dee",
    givenName: "Dee",
    familyName: "Holloway",
    birthDate: "1993-12-01",
    locale: "en",
    to: [
      { resident: "kofi", relationship: "friend", status: "rejected" },
      { resident: "kofi", relationship: "friend", status: "requested" },
    ],
  },
  {
    key: "proof",
    givenName: "Vera",
    familyName: "Linde",
    birthDate: "1988-05-05",
    locale: "en",
    to: [{ resident: "proof", relationship: "sibling", status: "approved" }],
  },
  {
    key: "c7",
    givenName: "Marta",
    familyName: "Silva",
    birthDate: "1971-01-15",
    locale: "es",
    to: [{ resident: "jail-5", relationship: "parent", status: "approved" }],
  },
  {
    key: "c8",
    givenName: "Owen",
    familyName: "Prewitt",
    birthDate: "1985-10-10",
    locale: "en",
    to: [
      { resident: "jail-6", relationship: "partner", status: "approved" },
      { resident: "proof", relationship: "friend", status: "approved" },
    ],
  },
  {
    key: "c9",
    givenName: "Nour",
    familyName: "Haddad",
    birthDate: "1992-08-19",
    locale: "en",
    to: [{ resident: "jail-7", relationship: "sibling", status: "approved" }],
  },
  {
    key: "c10",
    givenName: "Ingrid",
    familyName: "Lund",
    birthDate: "1959-03-03",
    locale: "en",
    to: [{ resident: "prison-3", relationship: "parent", status: "approved" }],
  },
  {
    key: "c11",
    givenName: "Pilar",
    familyName: "Ortiz",
    birthDate: "1979-11-27",
    locale: "es",
    to: [{ resident: "prison-4", relationship: "spouse", status: "approved" }],
  },
  {
    key: "c12",
    givenName: "Sam",
    familyName: "Boyd",
    birthDate: "2001-06-06",
    locale: "en",
    to: [{ resident: "jail-8", relationship: "child", status: "requested" }],
  },
] as const;

/** One staff member of each role at each facility; K. Boone is who one is behind the staff door. */
export const staff = [
  { key: "boone", givenName: "Kim", familyName: "Boone", role: "supervisor", facility: "jail" },
  { key: "iyer", givenName: "Dev", familyName: "Iyer", role: "visitation_officer", facility: "jail" },
  { key: "walsh", givenName: "Nora", familyName: "Walsh", role: "facility_administrator", facility: "jail" },
  { key: "okoye", givenName: "Chidi", familyName: "Okoye", role: "visitation_officer", facility: "prison" },
  { key: "reyes", givenName: "Lucia", familyName: "Reyes", role: "supervisor", facility: "prison" },
  { key: "stone", givenName: "Hal", familyName: "Stone", role: "facility_administrator", facility: "prison" },
  { key: "park", givenName: "June", familyName: "Park", role: "agency_administrator", facility: null },
  { key: "quist", givenName: "Ola", familyName: "Quist", role: "overseer", facility: null },
] as const;

export const emailOf = (person: { givenName: string; familyName: string }): string =>
  `${person.givenName}.${person.familyName}@demo.throughline.test`
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^a-z@.-]/g, "");
