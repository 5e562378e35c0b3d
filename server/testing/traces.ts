import assert from "node:assert/strict";
import { Readable } from "node:stream";
import type { LightMyRequestResponse } from "fastify";
import { sql } from "kysely";
import sharp from "sharp";
import { addResident, admit, importRoster, release } from "#server/domains/residents/index.ts";
import { cityOf } from "#server/domains/residents/roster/testing/city.ts";
import { type Booking, book, insideOf } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { givenDevice } from "./passkey-device.ts";
import { givenConnection, givenContact, PASSWORD } from "./people.ts";
import { sendPicture } from "./pictures.ts";
import type { Site } from "./site.ts";

/** Where the picture was taken, as a camera writes it, and as its bytes read. */
const PLACE = { GPSLatitude: "39/1 44/1 21/1", GPSLatitudeRef: "N", GPSLongitude: "104/1 59/1 3/1", GPSLongitudeRef: "W" };

/** A photograph with words and a place hidden in it. */
export const photograph = (words: string): Promise<Buffer> =>
  sharp({ create: { width: 900, height: 600, channels: 3, background: "#3366aa" } })
    .withExif({ IFD0: { ImageDescription: words }, IFD3: PLACE })
    .jpeg()
    .toBuffer();

/** Whether a camera's hidden data are in these bytes. */
export const hasHidden = (text: string): boolean => /GPSLatitude|Exif\0\0/.test(text);

function ok(answer: LightMyRequestResponse): LightMyRequestResponse {
  assert.ok(answer.statusCode < 300, `${answer.raw.req.url}: ${answer.statusCode} ${answer.body}`);
  return answer;
}

/** All that leaves words or names behind besides a visit, done as people do it. Answers what was left in the database, each with its mark. */
export async function leaveTraces(site: Site, booking: Booking, mark: string): Promise<string[]> {
  const { world, facility, family, staff } = booking;
  const [contact] = world.contacts;
  const [resident, other] = world.residents;
  const at = (path: string) => `/api/staff/facilities/${facility.id}${path}`;

  // A passkey, guests, letters' hours, an ID picture from a camera, and what is kept about oneself as a file.
  const device = givenDevice({ origin: site.origin, rpId: new URL(site.origin).hostname });
  const asked = ok(await family("POST", "/api/outside/passkeys/ask", { password: PASSWORD })).json();
  const passkey = { id: newId(), challengeId: asked.challengeId, name: `${mark}phone`, answer: device.made(asked.options) };
  ok(await family("POST", "/api/outside/passkeys", passkey));
  const child = { id: newId(), kind: "child", givenName: "Luz", familyName: `${mark}child`, birthDate: "2019-05-01" };
  ok(await family("POST", "/api/outside/guests", child));
  await sql`insert into notifications.setting (account_id, time_zone, changed_at) values (${contact.accountId}, ${`${mark}zone`}, ${site.clock.now()})`.execute(
    site.db,
  );
  const sent = await photograph(`${mark}home`);
  assert.ok(hasHidden(sent.toString("latin1")) && sent.includes(`${mark}home`));
  for (const kind of ["front", "selfie"] as const) ok(await sendPicture(site, contact, kind, sent));
  ok(await family("POST", "/api/outside/own-data"));

  // Somebody named at the kiosk; a fault; a court's copy.
  const { ask } = await insideOf(site, booking);
  const named = { id: newId(), givenName: "Ana", familyName: `${mark}named`, relationship: "friend", email: `${mark}friend@example.org` };
  ok(await ask("POST", "/api/inside/invitations", named));
  const repair = { id: newId(), fault: "camera", note: `${mark}fault` };
  const { id: repairId } = ok(await staff("POST", at(`/stations/${facility.stations[1]!.id}/repairs`), repair)).json();
  ok(await staff("POST", at(`/repairs/${repairId}`), { state: "acknowledged" }));
  ok(await staff("POST", at(`/repairs/${repairId}`), { state: "not_a_fault" }));
  const copy = { id: newId(), bookingNumber: resident.bookingNumber, purpose: "court_order", basis: `${mark}case` };
  ok(await staff("POST", at("/record-exports"), copy));

  // A limit with words; who must not meet; a person who was written down twice.
  const days = { fromDay: "2026-03-20", untilDay: null };
  const limit = { id: newId(), kind: "supervised", ...days, reason: "court_order", words: `${mark}limit` };
  ok(await staff("POST", at(`/connections/${booking.connectionId}/restrictions`), limit));
  const apart = { id: newId(), source: "court_order", words: `${mark}apart`, ...days, otherBookingNumber: other.bookingNumber };
  ok(await staff("POST", at(`/residents/${resident.id}/keep-apart`), apart));
  const stranger = await givenContact(site);
  const connection = await givenConnection(site, other, stranger);
  const away = { id: newId(), source: "investigation", words: `${mark}away`, ...days, connectionId: connection.id };
  ok(await staff("POST", at(`/residents/${other.id}/contacts-keep-apart`), away));
  const twin = { id: newId(), agencyId: world.agencyId, givenName: "Twin", familyName: `${mark}twin`, birthDate: "1985-06-07" };
  const twinStay = newId();
  await inTransaction(site.ctx, async (tx) => {
    await addResident(tx, twin);
    await admit(tx, { id: twinStay, residentId: twin.id, facilityId: facility.id, bookingNumber: `${mark}T1` });
  });
  await inTransaction(site.ctx, (tx) => release(tx, twinStay));
  const one = { id: newId(), fromResidentId: twin.id, note: `${mark}same` };
  ok(await staff("POST", at(`/residents/${resident.id}/merge`), one));

  // A list of people from the jail's system, with a column that nobody may keep.
  const list = cityOf(1, `${mark}charge`).text.replace("\n30000000,", `\n${mark}7,`);
  const feed = { id: newId(), facilityId: world.jail.id, mapping: "nyc", kind: "delta", via: "command" } as const;
  await importRoster(site.ctx, { ...feed, file: Readable.from([Buffer.from(list)]) }, true);
  await site.runJobs();
  const { stayId } = await site.db
    .selectFrom("residents.stay")
    .select("id as stayId")
    .where("facilityId", "=", world.jail.id)
    .where("source", "=", "nyc")
    .executeTakeFirstOrThrow();
  await inTransaction(site.ctx, (tx) => release(tx, stayId));

  // A visit that no longer fits when the resident goes.
  await book(booking, "2026-03-06T16:00:00Z", [child.id]);
  await site.runJobs();
  const left = ["phone", "child", "zone", "named", "friend", "fault", "case", "limit", "apart", "away", "twin", "same", "7"];
  return left.map((what) => `${mark}${what}`);
}
