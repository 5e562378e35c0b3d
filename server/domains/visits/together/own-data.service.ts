import * as contacts from "#server/domains/contacts/index.ts";
import { marksIn } from "./document.ts";
import * as store from "./own-data.store.ts";

/** Lets people outside take along what they drew and put up on the sheets of their visits, and the pictures that they sent. */
export function registerOwnDrawings(): void {
  contacts.registerOwnData("drawings", ownDrawings);
  contacts.registerOwnFiles("drawings", ownPictures);
}

/** A page of a picture as it lies in the file: by the sheet that it was sent as. */
const nameOf = ({ sheetId, number }: { sheetId: string; number: number }) => `drawings/${sheetId}-${number}.jpg`;

/** Their own marks, also those that somebody took away again; what others drew beside them is not theirs. */
const ownDrawings: contacts.Gather = async (ctx, { accountId }) => {
  const steps = await store.listOwnSteps(ctx.db, accountId);
  const pages = await store.listOwnPages(ctx.db, accountId);
  const pictures = Map.groupBy(await store.listOwnPictures(ctx.db, accountId), ({ sheetId }) => sheetId);
  return {
    steps: steps.map(({ at, updateBytes, ...step }) => ({
      ...step,
      at: at.toString(),
      ...(updateBytes && step.step === "drawn" ? { marks: marksIn(updateBytes) } : {}),
    })),
    putUp: pages.map(({ at, ...page }) => ({ ...page, at: at.toString() })),
    sent: (await store.listOwnSheets(ctx.db, accountId)).map(({ madeAt, ...sheet }) => ({
      ...sheet,
      sentAt: madeAt.toString(),
      files: (pictures.get(sheet.id) ?? []).map(nameOf),
    })),
  };
};

const ownPictures: contacts.GatherFiles = async (ctx, blobs, { accountId }) =>
  (await store.listOwnPictures(ctx.db, accountId)).flatMap(({ id, key, bytes, ...page }) =>
    key && bytes !== null ? [{ name: nameOf(page), open: () => blobs.read({ id, key, bytes }) }] : [],
  );
