import { keepDrawnPicture } from "#server/domains/contacts/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import type { Ctx } from "#server/platform/context.ts";
import { idBack, idFront, selfie } from "./id-pictures.ts";
import { contacts, emailOf } from "./people.ts";
import { askers, looks } from "./requests.ts";
import { drawShelves } from "./shelf.ts";

/** Draws in the background, and stops between two pictures. */
export function startDrawing(ctx: Ctx, blobs: Blobs): { start(): void; stop(): Promise<void> } {
  const stopping = new AbortController();
  let drawn = Promise.resolve();
  return {
    start() {
      drawn = drawAll(ctx, blobs, stopping.signal).catch((error: unknown) => ctx.log.warn({ err: error }, "demonstration pictures"));
    },
    async stop() {
      stopping.abort();
      await drawn;
    },
  };
}

async function drawAll(ctx: Ctx, blobs: Blobs, stopping: AbortSignal): Promise<void> {
  await drawIdPictures(ctx, blobs, stopping);
  await drawShelves(ctx, blobs, stopping);
}

/** Draws the ID pictures of those who wait in the demonstration and have none; done twice it draws nothing the second time. */
async function drawIdPictures(ctx: Ctx, blobs: Blobs, stopping: AbortSignal): Promise<void> {
  const people = [...contacts, ...askers].flatMap((person) => {
    const own = looks[person.key];
    return own ? [{ ...person, looks: own, email: "email" in person && person.email ? person.email : emailOf(person) }] : [];
  });
  const rows = await ctx.db
    .selectFrom("contacts.contact as p")
    .innerJoin("identity.accountCard as a", "a.accountId", "p.accountId")
    .select(["p.id", "a.email"])
    .where((eb) => eb("a.email", "=", eb.fn.any(eb.val(people.map(({ email }) => email)))))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("contacts.connection as c")
          .select("c.id")
          .whereRef("c.contactId", "=", "p.id")
          .where("c.status", "in", ["requested", "under_review"]),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("contacts.file as f").select("f.id").whereRef("f.contactId", "=", "p.id"))),
    )
    .execute();
  for (const { id: contactId, email } of rows) {
    const person = people.find((one) => one.email === email);
    if (!person) continue;
    for (const [kind, picture] of [
      ["front", idFront(person)],
      ["back", idBack(person)],
      ["selfie", selfie(person)],
    ] as const) {
      if (stopping.aborted) return;
      await keepDrawnPicture(ctx, blobs, { contactId, kind, picture });
    }
  }
}
