import { z } from "zod";
import { Id, Instant, Locale, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { signOutReasons } from "./station-care.ts";

/**
 * Header of every kiosk request: a DPoP proof (RFC 9449, 4.2) by the station's key: a JWT, typ `dpop+jwt`, ES256, public key in `jwk`,
 * claims `htm`, `htu` (path and query), `iat`, `jti`, and `bh`: base64url SHA-256 of the exact body bytes (of nothing where there is none).
 */
export const PROOF_HEADER = "dpop";
export const PROOF_AGE_SECONDS_MAX = 60;
export const IDLE_SECONDS = 60;
export const IDLE_WARNING_SECONDS = 20;
export const PIN_TRIES_MAX = 5;

export const Station = z.strictObject({
  id: Id,
  name: z.string(),
  unit: z.string().nullable(),
  facility: z.strictObject({ id: Id, name: z.string(), timeZone: z.string() }),
  status: z.enum(["active", "inactive", "blocked"]),
  /** Whether somebody is signed in here, and which of staff's reasons ended the last sign-in, where staff ended it. */
  signIn: z.strictObject({ open: z.boolean(), endedFor: z.enum(signOutReasons).nullable() }),
  /** The network is to be measured now, if nobody is using the screen. */
  echoDue: z.boolean(),
  /** The server's clock: the kiosk shows this time, not its own. */
  now: Instant,
});
export const StationHealth = z.strictObject({
  camera: z.enum(["works", "missing", "denied", "unknown"]),
  microphone: z.enum(["works", "missing", "denied", "unknown"]),
  appVersion: z.string().max(40),
  browserVersion: z.string().max(60).optional(),
});
const BookingNumber = z.string().trim().min(1).max(20);
export const Pin = z.string().regex(/^\d{6}$/);

export const InsideMe = z.strictObject({
  residentId: Id,
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  /** How the resident is shown: by name, or by number where no name is known. */
  name: z.string(),
  bookingNumber: z.string(),
  locale: Locale,
  /** Wrong tries on this person's number since they last signed in: they are told. */
  wrongTriesSince: z.number().int(),
  lastSignInAt: Instant.nullable(),
  idleSeconds: z.number().int(),
});

const inside = (path: string) => `/api/inside${path}`;
export const stationsApi = {
  enrolStation: endpoint({
    id: "enrolStation",
    method: "POST",
    path: inside("/enrol"),
    permission: "station.enrol",
    summary: "Make this browser a station with a one-time code; the proof's own key becomes the station's key",
    body: z.strictObject({ code: z.string().trim().min(6).max(20) }),
    answer: { status: 200, schema: Station },
    errors: ["station.code_wrong", "station.proof_missing", "station.proof_invalid", "request.too_many"],
  }),
  readStation: endpoint({
    id: "readStation",
    method: "GET",
    path: inside("/station"),
    permission: "station.use",
    summary: "Which station this is",
    answer: { status: 200, schema: Station },
    errors: ["station.proof_missing", "station.proof_invalid", "station.proof_replayed", "station.unknown"],
  }),
  reportStation: endpoint({
    id: "reportStation",
    method: "POST",
    path: inside("/station/health"),
    permission: "station.use",
    summary: "The station says it is alive and what works",
    body: StationHealth,
    answer: { status: 204, schema: Nothing },
    errors: [],
  }),
  signInInside: endpoint({
    id: "signInInside",
    method: "POST",
    path: inside("/sign-in"),
    permission: "inside.sign_in",
    summary: "A resident signs in with booking number and PIN",
    body: z.strictObject({ bookingNumber: BookingNumber, pin: Pin }),
    answer: { status: 200, schema: z.strictObject({ done: z.literal(true) }) },
    errors: ["resident.sign_in_wrong", "resident.locked", "station.not_active"],
  }),
  setPin: endpoint({
    id: "setPin",
    method: "POST",
    path: inside("/pin"),
    permission: "inside.sign_in",
    summary: "First use: a one-time code from staff sets the PIN and signs in",
    body: z.strictObject({ bookingNumber: BookingNumber, code: z.string().trim().min(6).max(20), pin: Pin }),
    answer: { status: 200, schema: z.strictObject({ done: z.literal(true) }) },
    errors: ["resident.code_wrong", "resident.locked", "resident.pin_weak", "station.not_active"],
  }),
  insideMe: endpoint({
    id: "insideMe",
    method: "GET",
    path: inside("/me"),
    permission: "inside.me",
    summary: "Who is signed in at this station",
    answer: { status: 200, schema: InsideMe },
    errors: [],
  }),
  stillHere: endpoint({
    id: "stillHere",
    method: "POST",
    path: inside("/still-here"),
    permission: "inside.me",
    summary: "The person touched the screen: the idle clock starts anew",
    answer: { status: 204, schema: Nothing },
    errors: [],
  }),
  setInsideLocale: endpoint({
    id: "setInsideLocale",
    method: "POST",
    path: inside("/me/locale"),
    permission: "inside.me",
    summary: "Choose the language",
    body: z.strictObject({ locale: Locale }),
    answer: { status: 204, schema: Nothing },
    errors: [],
  }),
  signOutInside: endpoint({
    id: "signOutInside",
    method: "POST",
    path: inside("/sign-out"),
    permission: "inside.me",
    summary: "Done: sign out at once",
    answer: { status: 204, schema: Nothing },
    errors: [],
  }),
};

export const StationRow = z.strictObject({
  id: Id,
  name: z.string(),
  unit: z.string().nullable(),
  kind: z.enum(["kiosk", "tablet", "booth", "wall_phone"]),
  groupId: Id.nullable(),
  status: z.enum(["active", "inactive", "blocked"]),
  enrolled: z.boolean(),
  lastSeenAt: Instant.nullable(),
  camera: z.enum(["works", "missing", "denied", "unknown"]),
  microphone: z.enum(["works", "missing", "denied", "unknown"]),
  /** Who is signed in there now. */
  signedIn: z.strictObject({ name: z.string(), since: Instant }).nullable(),
});
export const stationsStaffApi = {
  stationList: endpoint({
    id: "stationList",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/stations",
    permission: "station.read",
    summary: "Stations here, with last-seen health",
    params: z.strictObject({ facilityId: Id }),
    answer: { status: 200, schema: z.array(StationRow) },
    errors: [],
  }),
  addStation: endpoint({
    id: "addStation",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/stations",
    permission: "station.manage",
    summary: "Add a kiosk to a unit",
    params: z.strictObject({ facilityId: Id }),
    body: z.strictObject({ id: Id, name: z.string().trim().min(1).max(40), unitId: Id.nullable(), kind: StationRow.shape.kind }),
    answer: { status: 201, schema: StationRow },
    errors: ["station.name_taken"],
  }),
  makeEnrolmentCode: endpoint({
    id: "makeEnrolmentCode",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/stations/:stationId/enrolment",
    permission: "station.manage",
    summary: "A one-time code to enrol a station; shown once, and the station's older key ends",
    params: z.strictObject({ facilityId: Id, stationId: Id }),
    answer: { status: 201, schema: z.strictObject({ code: z.string(), expiresAt: Instant }) },
    errors: ["station.unknown"],
  }),
  unitList: endpoint({
    id: "unitList",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/units",
    permission: "facility.read",
    summary: "Units of this facility",
    params: z.strictObject({ facilityId: Id }),
    answer: { status: 200, schema: z.array(z.strictObject({ id: Id, name: z.string() })) },
    errors: [],
  }),
};
