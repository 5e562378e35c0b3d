import { addTemplate } from "#server/domains/visits/sessions/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { type Caller, type Kiosk, kiosk, signedIn } from "#server/testing/callers.ts";
import { type GivenFacility, givenPeople, givenStaff, type World } from "#server/testing/people.ts";
import type { Site } from "#server/testing/site.ts";

/** People who may visit each other, a session they may book in, and a browser for each of them. */
export interface Booking {
  world: World;
  templateId: string;
  /** The first contact of the prison's first resident. */
  family: Caller;
  /** The other family, which knows nobody in this facility. */
  stranger: Caller;
  staff: Caller;
  connectionId: string;
  facility: GivenFacility;
}

/** Sessions on every day, 09:00 to 17:00 of the facility, half an hour a visit. */
export async function givenSessions(
  site: Site,
  facility: Pick<GivenFacility, "id" | "stations">,
  options: { stations?: number; turnaroundMinutes?: number } = {},
): Promise<string> {
  const id = newId();
  const stations = facility.stations.slice(0, options.stations ?? facility.stations.length);
  await inTransaction(site.ctx, (tx) =>
    addTemplate(
      tx,
      {
        id,
        facilityId: facility.id,
        name: { en: "Every day", es: "Todos los días" },
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        startsLocal: "09:00",
        endsLocal: "17:00",
        everyWeeks: 1,
        validFrom: "2026-01-01",
        validTo: null,
        visitMinutes: 30,
        turnaroundMinutes: options.turnaroundMinutes ?? 0,
      },
      stations.map((station) => station.id),
    ),
  );
  return id;
}

/** A fresh agency whose prison takes bookings; `stations` is how many of its two kiosks serve. */
export async function givenBooking(site: Site, options: { stations?: number } = {}): Promise<Booking> {
  const world = await givenPeople(site);
  const facility = world.prison;
  const member = await givenStaff(site, { agencyId: world.agencyId, facilityId: facility.id, role: "supervisor" });
  return {
    world,
    facility,
    templateId: await givenSessions(site, facility, options),
    family: await signedIn(site, "outside", world.contacts[0]),
    stranger: await signedIn(site, "outside", world.contacts[1]),
    staff: await signedIn(site, "staff", member),
    connectionId: world.connections[0].id,
  };
}

/** The kiosk of the prison's first resident, signed in. */
export async function insideOf(site: Site, booking: Booking, resident = booking.world.residents[0]): Promise<Kiosk> {
  const browser = kiosk(site, booking.facility.stations[0]!);
  await browser.signIn(resident);
  return browser;
}

/** Holds and books this start, with these guests of the first contact; answers with the visit's id. */
export async function book(booking: Booking, startsAt: string, guestIds: readonly string[] = []): Promise<string> {
  const [holdId, id] = [newId(), newId()];
  const { family, connectionId, templateId: sessionTemplateId } = booking;
  const held = await family("POST", "/api/outside/holds", { id: holdId, connectionId, sessionTemplateId, startsAt });
  if (held.statusCode !== 201) throw new Error(`not held: ${held.body}`);
  // As a page does: what was shown as one's own part is the most that is agreed to.
  const own = (held.json().quote.parts as { payer: string; cents: number }[]).find(({ payer }) => payer === "family")?.cents ?? 0;
  const booked = await family("POST", "/api/outside/visits", { id, holdId, guestIds, atMostCents: own });
  if (booked.statusCode !== 201) throw new Error(`not booked: ${booked.body}`);
  return id;
}
