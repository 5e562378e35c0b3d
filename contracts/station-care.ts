import { z } from "zod";
import { Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { Measured } from "./equipment.ts";

export const GROUP_NAME_LENGTH_MAX = 40;
export const blockReasons = ["repair", "cleaning", "unit_closed", "safety", "other"] as const;
/** Longer than this nobody plans: whoever does not know the end turns the station off. */
export const BLOCK_DAYS_MAX = 90;
export const signOutReasons = ["safety", "unit_closing", "screen_needed", "other"] as const;
export const faults = ["silent", "camera", "microphone", "network", "screen", "sound", "other"] as const;
/** What a person can see or hear for themselves and report with one tap. */
export const reportable = ["camera", "microphone", "screen", "sound", "other"] as const;
/** What is known of a fault beside its name: as the station says it, as its night's check or a visit's own measurements found it. */
export const findings = [
  "silent",
  "missing",
  "denied",
  "line_weak",
  "line_failed",
  "microphone_gone",
  "camera_gone",
  "no_picture",
  "picture_stood",
  "too_slow",
] as const;
export const finders = ["system", "visit", "resident", "staff"] as const;
export const repairStates = ["open", "acknowledged", "in_repair", "fixed", "not_a_fault"] as const;

const Here = z.strictObject({ facilityId: Id });
const AtStation = z.strictObject({ facilityId: Id, stationId: Id });
const staff = (path: string) => `/api/staff/facilities/:facilityId${path}`;
const Group = z.strictObject({ id: Id, name: z.string(), stationIds: z.array(Id) });
const GroupName = z.string().trim().min(1).max(GROUP_NAME_LENGTH_MAX);

export const stationGroupsStaff = {
  stationGroups: endpoint({
    id: "stationGroups",
    method: "GET",
    path: staff("/station-groups"),
    permission: "station.read",
    summary: "The groups of stations here, and which stations are in each",
    params: Here,
    answer: { status: 200, schema: z.array(Group) },
    errors: [],
  }),
  addStationGroup: endpoint({
    id: "addStationGroup",
    method: "POST",
    path: staff("/station-groups"),
    permission: "station.manage",
    summary: "Make a group of stations; asking again with the same id changes nothing",
    params: Here,
    body: z.strictObject({ id: Id, name: GroupName }),
    answer: { status: 201, schema: Group },
    errors: ["station.group_name_taken"],
  }),
  renameStationGroup: endpoint({
    id: "renameStationGroup",
    method: "POST",
    path: staff("/station-groups/:groupId/name"),
    permission: "station.manage",
    summary: "Give a group another name",
    params: z.strictObject({ facilityId: Id, groupId: Id }),
    body: z.strictObject({ name: GroupName }),
    answer: { status: 204, schema: Nothing },
    errors: ["station.group_unknown", "station.group_name_taken"],
  }),
  dissolveStationGroup: endpoint({
    id: "dissolveStationGroup",
    method: "DELETE",
    path: staff("/station-groups/:groupId"),
    permission: "station.manage",
    summary: "Dissolve a group: its stations stay, in no group; refused while weekly hours need it",
    params: z.strictObject({ facilityId: Id, groupId: Id }),
    answer: { status: 204, schema: Nothing },
    errors: ["station.group_unknown", "station.group_in_use"],
  }),
  moveStation: endpoint({
    id: "moveStation",
    method: "POST",
    path: staff("/stations/:stationId/group"),
    permission: "station.manage",
    summary: "Put a station into a group, or into none",
    params: AtStation,
    body: z.strictObject({ groupId: Id.nullable() }),
    answer: { status: 204, schema: Nothing },
    errors: ["station.unknown", "station.group_unknown"],
  }),
  templateGroups: endpoint({
    id: "templateGroups",
    method: "GET",
    path: staff("/weekly-hours/groups"),
    permission: "station.read",
    summary: "Which groups each weekly rule uses, and how many stations of each at a time",
    params: Here,
    answer: {
      status: 200,
      schema: z.array(
        z.strictObject({
          id: Id,
          name: z.strictObject({ en: z.string(), es: z.string() }),
          groups: z.array(z.strictObject({ groupId: Id, stations: z.number().int().nullable() })),
        }),
      ),
    },
    errors: [],
  }),
  setTemplateGroups: endpoint({
    id: "setTemplateGroups",
    method: "POST",
    path: staff("/weekly-hours/:sessionTemplateId/groups"),
    permission: "station.manage",
    summary: "Say how many stations of which groups a weekly rule uses; with none every station serves it, as before",
    params: z.strictObject({ facilityId: Id, sessionTemplateId: Id }),
    body: z.strictObject({
      groups: z.array(z.strictObject({ groupId: Id, stations: z.number().int().min(1).max(500).nullable() })).max(50),
    }),
    answer: { status: 204, schema: Nothing },
    errors: ["session_template.unknown", "station.group_unknown"],
  }),
};

const Block = z.strictObject({ id: Id, startsAt: Instant, endsAt: Instant, reason: z.enum(blockReasons) });
const Works = z.enum(["works", "missing", "denied", "unknown"]);
const EchoTest = z.strictObject({
  id: Id,
  why: z.enum(["night", "asked"]),
  startedAt: Instant,
  outcome: z.enum(["good", "poor", "failed"]).nullable(),
  roundTripMs: z.number().int().nullable(),
  lostPercent: z.number().nullable(),
  receivedKbps: z.number().int().nullable(),
  /** How loud the tone came back, 0 to 1; null where none could be made, or the test is of before it was measured. */
  soundLevel: z.number().nullable(),
  pictures: z.number().int().nullable(),
  /** Told apart only since kiosks say it: what left the station, what was lost on the way there alone, and by which way. */
  sentKbps: z.number().int().nullable(),
  sentLostPercent: z.number().nullable(),
  way: z.enum(["direct", "relayed"]).nullable(),
  camera: Works.nullable(),
  microphone: Works.nullable(),
  speaker: z.enum(["works", "missing", "unknown"]).nullable(),
});
export const stationCareStaff = {
  stationPage: endpoint({
    id: "stationPage",
    method: "GET",
    path: staff("/stations/:stationId"),
    permission: "station.read",
    summary: "One station: its health, its blocks, who is signed in there, and what the network was like",
    params: AtStation,
    answer: {
      status: 200,
      schema: z.strictObject({
        id: Id,
        name: z.string(),
        unit: z.string().nullable(),
        groupId: Id.nullable(),
        status: z.enum(["active", "inactive", "blocked"]),
        enrolled: z.boolean(),
        lastSeenAt: Instant.nullable(),
        camera: z.enum(["works", "missing", "denied", "unknown"]),
        microphone: z.enum(["works", "missing", "denied", "unknown"]),
        appVersion: z.string().nullable(),
        browserVersion: z.string().nullable(),
        blocks: z.array(Block),
        signedIn: z
          .strictObject({ residentId: Id, name: z.string(), since: Instant, lastActiveAt: Instant, inVisit: z.boolean() })
          .nullable(),
        echo: z.strictObject({ askedAt: Instant.nullable(), tests: z.array(EchoTest) }),
      }),
    },
    errors: ["station.unknown"],
  }),
  turnStation: endpoint({
    id: "turnStation",
    method: "POST",
    path: staff("/stations/:stationId/turn"),
    permission: "station.manage",
    summary: "Turn a station on or off; visits booked there move to a free station or are flagged",
    params: AtStation,
    body: z.strictObject({ on: z.boolean() }),
    answer: { status: 204, schema: Nothing },
    errors: ["station.unknown"],
  }),
  blockStation: endpoint({
    id: "blockStation",
    method: "POST",
    path: staff("/stations/:stationId/blocks"),
    permission: "station.manage",
    summary: "Block a station from one time to another; visits booked there move to a free station or are flagged",
    params: AtStation,
    body: z.strictObject({ id: Id, startsAt: Instant, endsAt: Instant, reason: z.enum(blockReasons) }),
    answer: { status: 201, schema: Block },
    errors: ["station.unknown", "station.block_times"],
  }),
  endBlock: endpoint({
    id: "endBlock",
    method: "POST",
    path: staff("/stations/:stationId/blocks/:blockId/end"),
    permission: "station.manage",
    summary: "End a block now, or take it back before it begins",
    params: z.strictObject({ facilityId: Id, stationId: Id, blockId: Id }),
    answer: { status: 204, schema: Nothing },
    errors: ["station.unknown", "station.block_unknown"],
  }),
  testStation: endpoint({
    id: "testStation",
    method: "POST",
    path: staff("/stations/:stationId/echo-test"),
    permission: "station.manage",
    summary: "Measure the station's network now, or as soon as nobody is signed in there",
    params: AtStation,
    answer: { status: 204, schema: Nothing },
    errors: ["station.unknown", "station.not_enrolled"],
  }),
  signOutStation: endpoint({
    id: "signOutStation",
    method: "POST",
    path: staff("/stations/:stationId/sign-out"),
    permission: "station.sign_out",
    summary: "Sign out whoever is signed in at a station, with a reason the screen shows; never out of a visit",
    params: AtStation,
    body: z.strictObject({ reason: z.enum(signOutReasons) }),
    answer: { status: 200, schema: z.strictObject({ ended: z.number().int() }) },
    errors: ["station.unknown", "station.in_visit"],
  }),
  signOutStations: endpoint({
    id: "signOutStations",
    method: "POST",
    path: staff("/station-sign-outs"),
    permission: "station.sign_out",
    summary: "Sign out everybody at the stations of a unit or of a group; whoever is in a visit stays and is counted",
    params: Here,
    body: z.strictObject({ unitId: Id.optional(), groupId: Id.optional(), reason: z.enum(signOutReasons) }),
    answer: { status: 200, schema: z.strictObject({ ended: z.number().int(), inVisit: z.number().int() }) },
    errors: ["station.which_stations"],
  }),
};

const Repair = z.strictObject({
  id: Id,
  stationId: Id,
  stationName: z.string(),
  unit: z.string().nullable(),
  fault: z.enum(faults),
  state: z.enum(repairStates),
  foundBy: z.enum(finders),
  openedAt: Instant,
  changedAt: Instant,
  note: z.string().nullable(),
  closedAt: Instant.nullable(),
  /** What it was opened on and what was found since, oldest first; of a visit each thing once. */
  findings: z.array(z.strictObject({ what: z.enum(findings), at: Instant, visitId: Id.nullable() })),
  /** The states that may come next. */
  next: z.array(z.enum(repairStates)),
});
export const repairsStaff = {
  repairs: endpoint({
    id: "repairs",
    method: "GET",
    path: staff("/repairs"),
    permission: "station.read",
    summary: "The repair queue, oldest first; of one station its closed repairs too",
    params: Here,
    query: z.strictObject({ stationId: Id.optional() }),
    answer: { status: 200, schema: z.array(Repair) },
    errors: [],
  }),
  reportFault: endpoint({
    id: "reportFault",
    method: "POST",
    path: staff("/stations/:stationId/repairs"),
    permission: "station.repair",
    summary: "Report a fault; an open repair of that fault is answered as it is",
    params: AtStation,
    body: z.strictObject({ id: Id, fault: z.enum(reportable), note: z.string().trim().max(500).optional() }),
    answer: { status: 201, schema: Repair },
    errors: ["station.unknown"],
  }),
  changeRepair: endpoint({
    id: "changeRepair",
    method: "POST",
    path: staff("/repairs/:repairId"),
    permission: "station.repair",
    summary: "Take a repair a step further, or write a note on it",
    params: z.strictObject({ facilityId: Id, repairId: Id }),
    body: z.strictObject({ state: z.enum(repairStates).optional(), note: z.string().trim().max(500).optional() }),
    answer: { status: 200, schema: Repair },
    errors: ["station.repair_unknown", "station.repair_step"],
  }),
};

const inside = (path: string) => `/api/inside/station${path}`;
export const stationCareInside = {
  reportFaultInside: endpoint({
    id: "reportFaultInside",
    method: "POST",
    path: inside("/fault"),
    permission: "station.use",
    summary: "Somebody at the station says with one tap what does not work",
    body: z.strictObject({ id: Id, fault: z.enum(reportable) }),
    answer: { status: 204, schema: Nothing },
    errors: [],
  }),
  startEcho: endpoint({
    id: "startEcho",
    method: "POST",
    path: inside("/echo"),
    permission: "station.use",
    summary: "Begin an echo test: what the station sends comes back to it",
    body: z.strictObject({ id: Id, offer: z.string().min(1).max(40_000) }),
    answer: { status: 200, schema: z.strictObject({ answer: z.string() }) },
    errors: ["station.echo_not_due", "media.unavailable"],
  }),
  finishEcho: endpoint({
    id: "finishEcho",
    method: "POST",
    path: inside("/echo/:echoId/end"),
    permission: "station.use",
    summary: "End an echo test with what the station measured; null where nothing came back",
    params: z.strictObject({ echoId: Id }),
    body: z.strictObject({
      measured: Measured.nullable(),
      /** What the kiosk's browser says is there and allowed; none of it is switched on at night. */
      equipment: z.strictObject({ camera: Works, microphone: Works, speaker: z.enum(["works", "missing", "unknown"]) }).optional(),
    }),
    answer: { status: 204, schema: Nothing },
    errors: ["station.echo_unknown"],
  }),
};
