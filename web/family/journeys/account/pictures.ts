import type { z } from "zod";
import type { OwnPictures } from "#contracts/contacts.ts";
import { api } from "#web/client/api.ts";
import { urlOf } from "#web/client/call.ts";
import { problem } from "#web/client/problem.ts";
import { sendFile } from "#web/client/send-file.ts";

export const kinds = ["front", "back", "selfie"] as const;
export type Kind = (typeof kinds)[number];
export const PICTURES_NEEDED = kinds.length;
// The same as PICTURE_BYTES_MAX of contracts/contacts.ts, which a page cannot load without its schemas.
const BYTES_MAX = 12 * 1024 * 1024;

/** Whether a request of the reader waits for pictures that are not all there. */
export const picturesAreAsked = (own: z.infer<typeof OwnPictures> | undefined): boolean =>
  own?.waiting === true && own.pictures.length < PICTURES_NEEDED;

/** Sends one picture; `onSent` hears how many of a hundred parts are on their way. Throws a problem. */
export function sendPicture(kind: Kind, file: File, onSent: (percent: number) => void): Promise<void> {
  if (file.size > BYTES_MAX) return Promise.reject(problem(["picture.too_large"]));
  return sendFile(urlOf(api.putPicture.path, { kind }), file, onSent);
}
