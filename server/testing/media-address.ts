import { spawnSync } from "node:child_process";
import { chooseMediaAddress } from "#server/domains/media/index.ts";

const ADDRESS = "10.87.0.1";
const NAME = "throughline0";
const PEER = `${NAME}p`;
const IP_MS_MAX = 30_000;

/**
 * An address of this machine that the media engine can use. Where there is only loopback, as in a bare container, it
 * makes an interface that leads nowhere: browsers and the engine on this machine reach each other over it all the same.
 */
export function ensureMediaAddress(): string {
  const found = chooseMediaAddress();
  if (found) return found;
  const refusals = [
    ...either(["link", "add", NAME, "type", "dummy"], ["link", "add", NAME, "type", "veth", "peer", "name", PEER]),
    ...ip("addr", "add", `${ADDRESS}/24`, "dev", NAME),
    ...ip("link", "set", NAME, "up"),
  ];
  // Only where it is the second kind: the other end has to be up too.
  ip("link", "set", PEER, "up");
  const address = chooseMediaAddress();
  if (!address) throw new Error(`no address for media: there is only loopback, and no interface could be added: ${refusals.join("; ")}`);
  return address;
}

const either = (one: string[], other: string[]) => {
  const refusals = ip(...one);
  if (refusals.length === 0) return refusals;
  const others = ip(...other);
  return others.length === 0 ? others : [...refusals, ...others];
};

/** Why it was refused; the kernel takes its time while other namespaces are being taken apart. */
function ip(...args: string[]): string[] {
  const { status, stderr, error } = spawnSync("ip", args, { encoding: "utf8", timeout: IP_MS_MAX });
  return status === 0 ? [] : [`ip ${args.join(" ")}: ${error?.message ?? stderr.trim()}`];
}
