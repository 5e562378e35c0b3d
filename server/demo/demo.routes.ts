import type { FastifyInstance } from "fastify";
import { demo } from "#contracts/system.ts";
import { setSignInCookie, startSignIn } from "#server/domains/identity/index.ts";
import { makeEnrolmentCode } from "#server/domains/stations/index.ts";
import { type Ctx, inTransaction, systemContext } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { implement } from "#server/platform/http.ts";
import { findPair, keepVisitReady } from "./keeper.ts";
import { contacts, DEMO_PIN, emailOf, staff } from "./people.ts";

const LETTERS_SHOWN_MAX = 50;

/** The doors of a demonstration, as `GET /api/world` tells them. The first four are on the way in; the rest are other staff. */
export const doors = [
  { id: "rosa", app: "family" as const, name: "Rosa Delgado" },
  { id: "mateo", app: "kiosk" as const, name: "Mateo Delgado" },
  ...staff.map((person) => ({ id: person.key, app: "staff" as const, name: `${person.givenName} ${person.familyName}` })),
  { id: "public", app: "public" as const, name: "" },
];

/** Ready sign-ins and the visible outbox. A real world never registers these. */
export async function demoRoutes(app: FastifyInstance): Promise<void> {
  implement(app, demo.enterDoor, async ({ ctx, params, raw }, reply) => {
    await keepVisitReady(asSystem(ctx));
    const door = doors.find(({ id }) => id === params.id);
    if (!door) throw new AppError(["request.not_found"]);
    const realm = door.app === "staff" ? "staff" : "outside";
    const person = door.app === "staff" ? staff.find(({ key }) => key === door.id) : contacts.find(({ key }) => key === door.id);
    // The kiosk's door only opens the kiosk: its station and its resident prove themselves there.
    if (!person) return null;
    const account = await ctx.db
      .selectFrom("identity.account")
      .select("id")
      .where("realm", "=", realm)
      .where("email", "=", emailOf(person))
      .executeTakeFirstOrThrow();
    const signIn = await inTransaction(ctx, (tx) =>
      startSignIn(tx, { realm, accountId: account.id, label: raw.headers["user-agent"] ?? "" }),
    );
    setSignInCookie(reply, ctx.config, signIn);
    return null;
  });
  implement(app, demo.enrolDoorStation, async ({ ctx }) => {
    await keepVisitReady(asSystem(ctx));
    const pair = await findPair(ctx.db, "rosa");
    if (!pair?.bookingNumber) throw new AppError(["request.not_found"]);
    const { code } = await makeEnrolmentCode(asSystem(ctx), pair.facilityId, pair.stationId);
    return { code, bookingNumber: pair.bookingNumber, pin: DEMO_PIN, residentName: `${pair.givenName} ${pair.familyName}` };
  });
  implement(app, demo.outbox, async ({ ctx }) => {
    const rows = await ctx.db.selectFrom("notifications.outbox").selectAll().orderBy("at", "desc").limit(LETTERS_SHOWN_MAX).execute();
    return rows.map(({ id, at, letter }) => ({ ...letter, id, at: at.toString() }));
  });
}

const asSystem = (ctx: Ctx): Ctx => systemContext({ ...ctx, requestId: ctx.requestId });
