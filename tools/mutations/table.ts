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
  "a price above the cap is saved": {
    edits: [
      {
        file: "server/domains/money/tariffs/tariff.rules.ts",
        from: '[law?.cap !== undefined && microsPerMinute > law.cap.microsPerMinute, "price.above_cap"]',
        to: '[false, "price.above_cap"]',
      },
    ],
    file: "server/domains/money/tariffs/prices.routes.test.ts",
    test: "a price at the cap is set, and one millionth of a dollar above it is refused with the law and the cap",
  },
  "a charge does not ask the law again": {
    edits: [
      {
        file: "server/domains/money/rating/rating.rules.ts",
        from: "Math.min(price.microsPerMinute, capMicros ?? 0)",
        to: "price.microsPerMinute",
      },
    ],
    file: "promises/01-never-more-than-the-law-or-the-quote.test.ts",
    test: "a charge is never above its quote, its price or the law of its day, whatever is set or told between quote and charge; every cent is accounted for",
  },
  "what is kept for a visit stays when the law falls": {
    edits: [{ file: "server/domains/money/charging/shrink.service.ts", from: "allowed < leftCents &&", to: "false &&" }],
    file: "server/domains/money/tariffs/follow.race.test.ts",
    test: "before the lower cap begins nobody is told, but what is kept for visits on its days is let go at once, and for earlier days it is not",
  },
  "a message of anybody's is taken for the processor's": {
    edits: [
      {
        file: "server/domains/money/payments/stripe.ts",
        from: 'event = stripe.webhooks.constructEvent(body, signature ?? "", secret, TOLERANCE_SECONDS, undefined, at.epochMilliseconds);',
        to: "event = stripe.webhooks.constructEventWithoutVerification(body.toString()); void [secret, signature, at, TOLERANCE_SECONDS];",
      },
    ],
    file: "server/domains/money/payments/stripe.test.ts",
    test: "an event that is not signed by Stripe, or was signed long ago, changes nothing",
  },
  "a refund forgets what was asked back before": {
    edits: [
      {
        file: "server/domains/money/payments/refunds.service.ts",
        from: "{ returnedCents: deposit.returnedCents + of.cents }",
        to: "{ returnedCents: deposit.returnedCents }",
      },
    ],
    file: "server/domains/money/wallets/wallets.race.test.ts",
    test: "what goes back goes to the newest deposit first, to each at most what it gave",
  },
  "one of staff counts cash alone": {
    edits: [
      {
        file: "server/domains/money/wallets/cash.rules.ts",
        from: '[entry.enteredBy === by, "money.same_person"]',
        to: '[false, "money.same_person"]',
      },
    ],
    file: "server/domains/money/wallets/hands.race.test.ts",
    test: "cash is in the wallet once a second person has counted it: never who entered it, and once",
  },
  "a gift comes back although it was spent": {
    edits: [
      {
        file: "server/domains/money/wallets/undo.service.ts",
        from: "Math.min(await keptOf(asker, row), wallet.cents - wallet.reservedCents)",
        to: "wallet.cents && row.cents",
      },
    ],
    file: "server/domains/money/wallets/hands.race.test.ts",
    test: "a mother gives $5 to her son, once however often she presses, and takes back what he has not spent",
  },
  "a dispute forgets what is kept for a visit": {
    edits: [{ file: "server/domains/money/payments/disputes.service.ts", from: "await disputes.claim(tx.trx, row.id, bookId);", to: "" }],
    file: "server/domains/money/payments/disputes.race.test.ts",
    test: "a visit is booked, the bank takes the deposit back, the visit is cancelled: nothing of it is free to have twice",
  },
  "a tax holds though only one of staff said so": {
    edits: [{ file: "server/domains/money/tariffs/taxes.rules.ts", from: "[tax.statedBy === by, ", to: "[false, " }],
    file: "server/domains/money/tariffs/taxes.rules.test.ts",
    test: "nobody confirms what they stated themselves, and what is decided stays so",
  },
  "a home's page earns credits by its own word": {
    edits: [
      {
        file: "server/domains/visits/credits/credit.rules.ts",
        from: "const sure = stretches(withoutHomesWord(seen.samples));",
        to: "const sure = stretches(seen.samples);",
      },
    ],
    file: "server/domains/visits/credits/credit.rules.test.ts",
    test: "a home's page may say of itself whatever it likes: not one second more or less is credited",
  },
  "a second that two things took is credited twice": {
    edits: [
      {
        file: "server/domains/visits/credits/credit.rules.ts",
        from: "ms += lengthOf(without([span], covered));",
        to: "ms += lengthOf([span]);",
      },
    ],
    file: "server/domains/visits/credits/credit.rules.test.ts",
    test: "never more is credited than the visit's own time, and no second twice, whatever the evidence",
  },
  "a cancelled visit keeps its money until somebody looks": {
    edits: [{ file: "server/domains/visits/bookings/cancel.service.ts", from: "await settleVisit(tx, visit, 0);", to: "" }],
    file: "server/domains/visits/charges/charges.endings.test.ts",
    test: "the family cancels: all that was kept is let go",
  },
  "a visit is booked for more than was shown": {
    edits: [
      {
        file: "server/domains/visits/bookings/bookings.service.ts",
        from: "if (cents > atMostCents) reasons",
        to: "if (cents > 1_000_000) reasons",
      },
      // Keeping the money looks once more, since a plan may have given its minutes to another visit meanwhile.
      {
        file: "server/domains/money/charging/quote.service.ts",
        from: "if (needCents > familyAtMostCents) throw",
        to: "if (needCents > 1_000_000) throw",
      },
    ],
    file: "promises/02-only-connected-time-is-charged.test.ts",
    test: "what was shown before is the most that is ever taken: a price that has risen since is refused, and shown anew",
  },
};
