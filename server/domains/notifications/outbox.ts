import type { Ctx } from "#server/platform/context.ts";
import { insertOutbox } from "./notifications.store.ts";
import type { Transport } from "./transport.ts";

/** In a demonstration nothing is sent to anybody: letters are shown in its outbox. The database refuses this in a real world. */
export function outboxTransport(ctx: Ctx): Transport {
  return {
    async send({ id, to, letter }) {
      const attachments = (letter.attachments ?? []).map(({ name, type, text }) => ({ name, type, text }));
      await insertOutbox(ctx.db, { id, at: ctx.now(), letter: { to, subject: letter.subject, text: letter.text, attachments } });
    },
    close: () => {},
  };
}
