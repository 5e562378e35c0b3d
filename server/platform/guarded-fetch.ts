import { lookup as resolve } from "node:dns";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";

const TIMEOUT_MS = 5_000;
const BODY_BYTES_MAX = 1_000_000;

/** Addresses that lead into a machine or its own network (RFC 1918, 4193, 6598, 6890): nobody outside may send the server there. */
const inside = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
] as const)
  inside.addSubnet(net, bits, "ipv4");
for (const [net, bits] of [
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  inside.addSubnet(net, bits, "ipv4");
for (const [net, bits] of [
  ["::", 96],
  // An IPv4 address behind a translator (RFC 6052).
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  inside.addSubnet(net, bits, "ipv6");

/** Whether this address lies inside the machine or its network; an IPv4 address in an IPv6 coat counts as what it is, what is no address as inside. */
export function isInside(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
  const family = isIP(mapped);
  return family === 0 || inside.check(mapped, family === 4 ? "ipv4" : "ipv6");
}

/** A name led inside this network. */
export const LED_INSIDE = "EINSIDE";

/** Resolves like the system does, and refuses a name that leads inside: asked by the connection itself, so that no later answer slips in. */
export const lookupOutside: LookupFunction = (name, how, done) =>
  resolve(name, { ...how, all: true }, (error, found) => {
    if (error) return done(error, "", 4);
    if (found.some(({ address }) => isInside(address)))
      return done(Object.assign(new Error("the name leads inside this network"), { code: LED_INSIDE }), "", 4);
    if (how.all) return done(null, found);
    return done(null, found[0]?.address ?? "", found[0]?.family);
  });

/** Why this address may not be asked, as one line; undefined when it may. */
export function urlRefusal(url: URL, allowInside: boolean): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.username || url.password) return "an address holds no name and password";
  if (isIP(host) && isInside(host) && !allowInside) return "an address inside this network";
  const loopback = host === "localhost" || host === "127.0.0.1" || host === "::1";
  if (url.protocol !== "https:" && !(url.protocol === "http:" && allowInside && loopback)) return "an address begins with https";
  return undefined;
}

interface Asked {
  method?: string;
  headers?: HeadersInit;
  body?: unknown;
}

/**
 * Asks an address that somebody else named. The name is looked up once, by the connection itself, and refused when it leads inside;
 * no redirect is followed; the answer has a limit in time and size.
 */
export function guardedFetch(options: { allowInside: boolean }): (url: string, asked: Asked) => Promise<Response> {
  return (address, asked) =>
    new Promise((answer, fail) => {
      const url = new URL(address);
      const refused = urlRefusal(url, options.allowInside);
      if (refused) return fail(new Error(refused));
      const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(
        url,
        {
          method: asked.method ?? "GET",
          headers: Object.fromEntries(new Headers(asked.headers)),
          ...(options.allowInside ? {} : { lookup: lookupOutside }),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        },
        (response) => {
          const parts: Buffer[] = [];
          let size = 0;
          response.on("data", (part: Buffer) => {
            size += part.length;
            if (size > BODY_BYTES_MAX) request.destroy(new Error("the answer is too long"));
            else parts.push(part);
          });
          response.on("error", fail);
          response.on("end", () => {
            const headers = new Headers();
            for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value));
            const status = response.statusCode ?? 502;
            const empty = status === 204 || status === 304;
            answer(new Response(empty ? null : Buffer.concat(parts), { status, headers }));
          });
        },
      );
      request.on("error", fail);
      request.end(asked.body === undefined || asked.body === null ? undefined : String(asked.body));
    });
}
