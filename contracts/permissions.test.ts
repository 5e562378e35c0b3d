import assert from "node:assert/strict";
import { test } from "node:test";
import { permissions } from "./permissions.ts";
import { routes } from "./routes.ts";

/** Written out by hand, a second time and on purpose: whoever gives somebody a right must say so in two places. */
const OFFICERS = "visitation_officer supervisor facility_administrator agency_administrator";
const LEADS = "supervisor facility_administrator agency_administrator";
const ADMINISTRATORS = "facility_administrator agency_administrator";
const table: Record<string, string> = {
  "public.read": "public",
  "demo.enter": "public",
  "outside.sign_up": "public",
  "outside.sign_in": "public",
  "staff.sign_in": "public",
  "station.enrol": "public",
  "letter.stop": "public",

  "outside.me": "outside",
  "connection.read_own": "outside",
  "connection.request": "outside",
  "connection.end_own": "outside",
  "id_picture.own": "outside",
  "guest.own": "outside",
  "equipment.check_own": "outside",
  "place.read": "outside",
  "visit.request": "outside",
  "together.draw_outside": "outside",
  "together.send": "outside",
  "together.draw_inside": "inside",
  "visit.read_own": "outside",
  "visit.cancel_own": "outside",
  "visit.ask_party": "outside",
  "visit.answer_party": "outside",
  "visit.join_outside": "outside",
  "letter.read_own": "outside",

  "station.use": "station",
  "inside.sign_in": "station",
  "inside.me": "inside",
  "connection.read_inside": "inside",
  "connection.end_inside": "inside",
  "connection.invite": "inside",
  "visit.read_inside": "inside",
  "visit.cancel_inside": "inside",
  "visit.join_inside": "inside",

  "staff.me": `${OFFICERS} overseer`,
  "facility.read": `${OFFICERS} overseer`,
  "board.read": `${OFFICERS} overseer`,
  "visit.read": `${OFFICERS} overseer`,
  "visit.cancel": OFFICERS,
  "visit.move": OFFICERS,
  "visit.review": OFFICERS,
  "visit.take_part": OFFICERS,
  "together.review": OFFICERS,
  "together.shelf_read": OFFICERS,
  "together.shelf_manage": LEADS,
  "visit.watch": OFFICERS,
  "visit.intervene": OFFICERS,
  "connection.read": `${OFFICERS} overseer`,
  "connection.decide": OFFICERS,
  "letter.read": `${OFFICERS} overseer`,
  "letter.send_again": OFFICERS,
  "id_picture.view": OFFICERS,
  "resident.read": `${OFFICERS} overseer`,
  "resident.complete": OFFICERS,
  "roster.read": `${OFFICERS} overseer`,
  "roster.import": LEADS,
  "roster.manage": ADMINISTRATORS,
  "resident.set_code": OFFICERS,
  "resident.unlock": OFFICERS,
  "resident.merge": LEADS,
  "stay.manage": OFFICERS,
  "keep_apart.read": LEADS,
  "keep_apart.manage": LEADS,
  "station.read": `${OFFICERS} overseer`,
  "station.manage": LEADS,
  "station.sign_out": OFFICERS,
  "station.repair": OFFICERS,
  "recording.disclose": LEADS,
  "staff.read": `${LEADS} overseer`,
  "policy.manage": ADMINISTRATORS,
  "sign_on.manage": "agency_administrator",
  "staff.manage": ADMINISTRATORS,
  "staff.reset_factor": LEADS,
  "access.read": `${LEADS} overseer`,
  "access.review": LEADS,
  "audit.read": `${LEADS} overseer`,
  "hold.read": `${LEADS} overseer`,
  "hold.manage": LEADS,
  "record.export": "supervisor facility_administrator agency_administrator overseer",
};

test("every permission belongs to exactly these", () => {
  const standing = Object.entries(permissions).map(([name, rule]) => [name, "roles" in rule ? rule.roles.join(" ") : rule.realm]);
  assert.deepEqual(Object.fromEntries(standing), table);
});

test("what changes something for staff is never behind a right to read", () => {
  const wrong = Object.values(routes).filter(({ method, permission }) => method !== "GET" && permission.endsWith(".read"));
  assert.deepEqual(wrong, []);
});
