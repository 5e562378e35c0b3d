import { ofMoney } from "./money.ts";

/** One change to one file's text as it is loaded; `from` must be there exactly once. */
export interface Edit {
  file: string;
  from: string;
  to: string;
}

/** Something that keeps a promise, taken away, and the test that must then fail. */
export interface Mutation {
  edits: readonly Edit[];
  file: string;
  test: string;
}

const RACE = "server/domains/visits/bookings/bookings.race.test.ts";
const TABLE = "server/permissions.table.test.ts";
const PROOF = "server/domains/stations/stations.proof.test.ts";
const PROOFS = "server/domains/stations/proofs.service.ts";
const CAN = "server/domains/identity/can.ts";
const SAMPLES = "server/domains/visits/quality/samples.rules.ts";
const RIGHTS = "contracts/permissions.ts";

const OWNER = "const owner = openDatabase(ownerUrl, { max: 2 });";
/** Has each test database begin without something that the migrations made. */
const inDatabase = (statement: string): Edit => ({
  file: "server/testing/database.ts",
  from: OWNER,
  to: `${OWNER} await (await import("kysely")).sql.raw(${JSON.stringify(statement)}).execute(owner);`,
});
const withoutConstraint = (table: string, name: string) => inDatabase(`alter table ${table} drop constraint ${name}`);

/** Every guard that is taken away in turn, by what it was. */
export const mutations: Readonly<Record<string, Mutation>> = {
  "a station's place is given twice": {
    edits: [withoutConstraint("visits.claim", "claim_station_once")],
    file: RACE,
    test: "the database itself refuses to give one station twice at overlapping times (claim_station_once)",
  },
  "a resident's time is given twice": {
    edits: [withoutConstraint("visits.claim", "claim_resident_once")],
    file: RACE,
    test: "the database itself refuses to give one resident twice at overlapping times (claim_resident_once)",
  },
  "a contact's time is given twice": {
    edits: [withoutConstraint("visits.claim", "claim_contact_once")],
    file: RACE,
    test: "the database itself refuses to give one contact twice at overlapping times (claim_contact_once)",
  },
  "a contact comes to two visits at one time": {
    edits: [withoutConstraint("visits.party_contact", "party_contact_once")],
    file: "server/domains/visits/party/contacts.race.test.ts",
    test: "past every rule and without the locks, the database itself lets nobody into two visits at one time (party_contact_once)",
  },
  "the same seconds are counted twice": {
    edits: [withoutConstraint("visits.connected_interval", "connected_interval_once")],
    file: "server/domains/visits/live/live.store.test.ts",
    test: "the database itself refuses to count the same seconds of a visit twice (connected_interval_once)",
  },
  "rivals do not wait for each other": {
    edits: [{ file: "server/domains/visits/bookings/locks.store.ts", from: "  const stations = ", to: "  return;\n  const stations = " }],
    file: RACE,
    test: "with the ordered locks no rival ever meets another at a constraint, and none deadlocks",
  },
  "a permission loses its row": {
    edits: [{ file: RIGHTS, from: `  "audit.read": { realm: "staff", roles: [...leads, "overseer"] },\n`, to: "" }],
    file: "contracts/permissions.test.ts",
    test: "every permission belongs to exactly these",
  },
  "a permission gets one role more": {
    edits: [
      { file: RIGHTS, from: `"visit.watch": { realm: "staff", roles: officers }`, to: `"visit.watch": { realm: "staff", roles: readers }` },
    ],
    file: "contracts/permissions.test.ts",
    test: "every permission belongs to exactly these",
  },
  "a staff member's role is not looked at": {
    edits: [{ file: CAN, from: "rule.roles?.includes(grant.role) === true && ", to: "" }],
    file: TABLE,
    test: "staff, overseer: every route answers as the permissions say",
  },
  "a staff member's facility is not looked at": {
    edits: [{ file: CAN, from: "return grant.facilityId === thing.facilityId;", to: "return true;" }],
    file: TABLE,
    test: "staff of one facility see nothing of another: a real id there gets the answer of one that is not there",
  },
  "a station's proof may speak for another request": {
    edits: [{ file: PROOFS, from: "if (failure) throw invalid(failure, asked);", to: "" }],
    file: PROOF,
    test: "a captured proof with another body is refused",
  },
  "a station's proof may be sent again": {
    edits: [{ file: PROOFS, from: `if (!taken) throw new AppError(["station.proof_replayed"]);`, to: "" }],
    file: PROOF,
    test: "a captured request sent again is refused",
  },
  "a kiosk's cookie is good at any station": {
    edits: [{ file: "server/domains/identity/guard.ts", from: "if (!row || row.stationId !== station.stationId)", to: "if (!row)" }],
    file: PROOF,
    test: "a cookie copied to another browser is worth nothing: without a proof, with a key of its own, with another station's key",
  },
  "connected time believes one side alone": {
    edits: [
      {
        file: "server/domains/visits/live/connected.rules.ts",
        from: "runOf(two.flow, one.seat)];",
        to: "runOf(one.flow, two.seat)];",
      },
    ],
    file: "server/domains/visits/live/connected.rules.test.ts",
    test: "connected is only what both sides report: one side alone counts nothing",
  },
  "a report is lost where two samples meet": {
    edits: [{ file: SAMPLES, from: "const share = isLast ? (left[name] ?? 0) : Math.floor(", to: "const share = Math.floor(" }],
    file: "server/domains/visits/quality/samples.rules.test.ts",
    test: "the sums of a leg's samples are the sums of its reports, whatever came late: nothing is lost in the folding, nothing twice",
  },
  "our own outage is blamed on a home": {
    edits: [
      {
        file: "server/domains/visits/quality/line.rules.ts",
        from: "if (there.some(([, { engineDownMs }]) => engineDownMs > 0))",
        to: "if (there.length === 0)",
      },
    ],
    file: "server/domains/visits/quality/line.rules.test.ts",
    test: "an outage of our engine is never blamed on anybody's line, nor is the time in which all come back",
  },
  "words that were read and taken back are forgotten": {
    edits: [
      {
        file: "server/domains/visits/live/typing.rules.ts",
        from: "grows || more ? line.takenBack : [...line.takenBack, line.words]",
        to: "line.takenBack",
      },
    ],
    file: "server/domains/visits/live/typing.rules.test.ts",
    test: "every word that the others read stands in the line or in what was taken back, whatever was typed",
  },
  "somebody draws with another's pen": {
    edits: [
      {
        file: "server/domains/visits/together/document.ts",
        from: "    if (seatOfPen(pen) !== seat) return notYours;\n",
        to: "",
      },
    ],
    file: "server/domains/visits/together/document.test.ts",
    test: "what is no mark is refused: another seat's name or pen, unknown keys, wild points, nested types, unknown pages, foreign types",
  },
  "a muted person is taken for a lost line": {
    edits: [
      {
        file: "server/domains/visits/live/connected.rules.ts",
        from: "heard(mayLack ? { ...one, concealedMs: 0 } : one, packetsMs)",
        to: "heard(one, packetsMs)",
      },
    ],
    file: "server/domains/visits/live/live.hand.test.ts",
    test: "a mute and its end cost no second and are nobody's lost line: whoever is unheard for a while is still seen",
  },
  "a plugged-in camera closes what a visit found": {
    edits: [
      { file: "server/domains/stations/repairs/repairs.rules.ts", from: `if (foundBy === "visit") return fault === "silent";`, to: "" },
    ],
    file: "server/domains/stations/repairs/repairs.rules.test.ts",
    test: "a repair that a visit's measurements opened is not closed by a camera that is merely there, and a reported sound not by a loudspeaker",
  },
  "a mark on a recording can be rewritten": {
    edits: [inDatabase("grant update, delete on recordings.mark to throughline_app")],
    file: "server/domains/recordings/disclosures.routes.test.ts",
    test: "a mark is set once, on a stated purpose, on a moment that there is; it can be neither changed nor deleted",
  },
  "a mark is set without a stated purpose": {
    edits: [
      {
        file: "server/domains/recordings/disclosures.service.ts",
        from: `if (!good) throw new AppError(["recording.disclosure_unknown"]);`,
        to: "",
      },
    ],
    file: "server/domains/recordings/disclosures.routes.test.ts",
    test: "a mark is set once, on a stated purpose, on a moment that there is; it can be neither changed nor deleted",
  },
  "staff see a picture when one screen has shown the notice": {
    edits: [
      {
        file: "server/domains/visits/live/room-watch.ts",
        from: 'watch.seen.has("resident") && familyOf(room).some(saw) && open.every(saw);',
        to: "open.some(saw);",
      },
      withoutConstraint("visits.watch", "watch_check"),
    ],
    file: "promises/08-watching-is-visible.test.ts",
    test: "whichever screen shows it first, one alone never starts a watch",
  },
  "a privileged visit has a recording": {
    edits: [withoutConstraint("recordings.recording", "recording_room_kind_check")],
    file: "promises/07-privileged-means-unrecordable.test.ts",
    test: "the database itself refuses a recording or a watch of a privileged visit, under whatever kind it is written",
  },
  "the record can be rewritten": {
    edits: [inDatabase("grant update on visits.timeline to throughline_app")],
    file: "promises/05-one-record-seen-by-all-sides.test.ts",
    test: "the server's own database account can add to a record and nothing else: not change, not delete, not empty, not unlock it",
  },
  "two who must not meet are booked for one day": {
    edits: [
      {
        file: "server/domains/visits/bookings/holds.service.ts",
        from: "const station = apart.on(place.day) ? undefined : chooseStation(",
        to: "const station = chooseStation(",
      },
      {
        file: "server/domains/visits/bookings/bookings.service.ts",
        from: "stationFree: !apart.on(day) && serves",
        to: "stationFree: serves",
      },
    ],
    file: "promises/10-a-place-is-never-given-twice.test.ts",
    test: "nobody meets whom they must not meet: of two who are kept apart and ask at the same moment, one comes that day, and the other hears what anybody hears",
  },
  "a day on which two would meet looks open": {
    edits: [{ file: "server/domains/visits/bookings/places.service.ts", from: "!apart.on(start.day) &&", to: "" }],
    file: "promises/10-a-place-is-never-given-twice.test.ts",
    test: "and nobody can tell: each answer about a day on which they would meet is byte for byte the one about a day without a free place",
  },
  "a release leaves its visits booked": {
    edits: [
      {
        file: "server/domains/visits/flags/flags.rules.ts",
        from: "cancelsAt: earlier(stay.releasedAt.add({ minutes: RELEASE_CANCELS_MINUTES }), visit.startsAt),",
        to: "cancelsAt: null,",
      },
    ],
    file: "server/domains/visits/flags/flags.routes.test.ts",
    test: "a release flags the visit at once, cancels it after an hour, and both sides read why",
  },
  "a merge forgets a table": {
    edits: [
      {
        file: "server/domains/contacts/merge-part.ts",
        from: `    { table: "contacts.invitation", column: "resident_id", key: "id" },\n`,
        to: "",
      },
    ],
    file: "server/merge-parts.test.ts",
    test: "whatever table names a resident, a merge takes it along: a table that is added later fails here",
  },
  "a legal hold is passed over by the deletion": {
    edits: [
      inDatabase(
        "create or replace function keeping.holds_on(place uuid, subjects uuid[]) returns setof keeping.hold language sql stable as 'select h.* from keeping.hold h where false'",
      ),
    ],
    file: "server/domains/keeping/closed-account.test.ts",
    test: "a closed account that a court holds keeps its name and address until the hold ends, and then loses them",
  },
  "a request that fits nobody is answered when one that fits is not": {
    edits: [{ file: "server/domains/contacts/connections/connections.store.ts", from: `    .where("u.dueAt", "<", before)\n`, to: "" }],
    file: "server/domains/contacts/connections/unanswered.test.ts",
    test: "past its deadline it still waits, as one that fits does, and can still be taken back",
  },
  "a passkey is added at somebody's open screen": {
    edits: [
      {
        file: "server/domains/identity/passkeys/passkeys.routes.ts",
        from: "    await proveOwnPassword(ctx, accountId, body.password, fromOf(raw));\n",
        to: "    fromOf(raw);\n    body.password.at(0);\n",
      },
    ],
    file: "server/domains/identity/passkeys/passkeys.test.ts",
    test: "whoever sits down at a family's open screen adds no passkey without the password, and guesses it no more often than at the door",
  },
  "a backup's key outlives its day": {
    edits: [{ file: "server/platform/backup/keys.ts", from: "    await rm(path.join(folder, name), { force: true });\n", to: "" }],
    file: "server/domains/keeping/aged-world.test.ts",
    test: "a world that is old enough leaves nothing behind: not in the database, the files, the log or a backup that could be opened; a held one is all there",
  },
  ...ofMoney,
};
