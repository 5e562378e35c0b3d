import { constants, type ReadStream } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { request } from "node:https";
import { isIP } from "node:net";
import path from "node:path";
import type { Readable } from "node:stream";
import { AppError } from "#server/platform/errors.ts";
import { isInside, LED_INSIDE, lookupOutside } from "#server/platform/guarded-fetch.ts";

const FETCH_MS_MAX = 120_000;

/** Refuses an address that is not https, that holds a password, or that names a private network outright; what a name leads to is looked at when it is asked. */
export function checkAddress(place: string, allowed: readonly string[]): URL {
  const url = URL.parse(place);
  const named = url && isIP(url.hostname.replace(/^\[|\]$/g, "")) > 0;
  const refused =
    url?.protocol !== "https:" ||
    url.username !== "" ||
    url.password !== "" ||
    (named && isInside(url.hostname) && !allowed.includes(url.hostname));
  if (!url || refused) throw new AppError(["roster.address_refused"]);
  return url;
}

/** Fetches a list over https. No redirect is followed; refuses with `roster.address_refused` or `roster.not_reached`. */
export function fetchList(
  place: string,
  options: { allowed: readonly string[]; authorization?: string | undefined; ca?: string; patienceMs?: number },
): Promise<Readable> {
  const url = checkAddress(place, options.allowed);
  const { promise, resolve, reject } = Promise.withResolvers<Readable>();
  const asked = request(url, {
    // A connection of its own: one kept open from before was not looked up for this question.
    agent: false,
    signal: AbortSignal.timeout(options.patienceMs ?? FETCH_MS_MAX),
    headers: {
      accept: "text/csv, text/tab-separated-values, application/xml, */*;q=0.1",
      ...(options.authorization ? { authorization: options.authorization } : {}),
    },
    ...(options.ca ? { ca: options.ca } : {}),
    ...(options.allowed.includes(url.hostname) ? {} : { lookup: lookupOutside }),
  });
  asked.on("error", (error: NodeJS.ErrnoException) =>
    reject(new AppError([error.code === LED_INSIDE ? "roster.address_refused" : "roster.not_reached"])),
  );
  asked.on("response", (response) => {
    if (response.statusCode === 200) return resolve(response);
    response.resume();
    reject(new AppError(["roster.not_reached"], { status: response.statusCode ?? 0 }));
  });
  asked.end();
  return promise;
}

/**
 * Opens a file of a facility's own folder in the feed folder. Neither its name nor a link leads out of it: who looks after the lists of one facility must
 * not be able to name those of another.
 */
export async function openInFolder(folder: string | undefined, facilityId: string, name: string): Promise<ReadStream> {
  if (folder === undefined || path.basename(name) !== name) throw new AppError(["roster.folder_unset"]);
  try {
    const root = await realpath(path.join(folder, facilityId));
    const file = await realpath(path.join(root, name));
    if (path.dirname(file) !== root) throw new AppError(["roster.folder_unset"]);
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (!(await handle.stat()).isFile()) {
      await handle.close();
      throw new AppError(["roster.folder_unset"]);
    }
    return handle.createReadStream();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(["roster.folder_unset"]);
  }
}
