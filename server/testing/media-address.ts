import { spawnSync } from "node:child_process";
import { chooseMediaAddress } from "#server/domains/media/index.ts";

const ADDRESS = "10.87.0.1";
const NAME = "throughline0";

/**
 * An address of this machine that the media engine can use. Where there is only loopback, as in a bare container, it
 * makes an interface that leads nowhere: browsers and the engine on this machine reach each other over it all the same.
 */
export function ensureMediaAddress(): string {
  const found = chooseMediaAddress();
  if (found) return found;
  const made = ip("link", "add", NAME, "type", "dummy") || ip("link", "add", NAME, "type", "veth", "peer", "name", `${NAME}p`);
  if (made) {
    ip("link", "set", `${NAME}p`, "up");
    ip("addr", "add", `${ADDRESS}/24`, "dev", NAME);
    ip("link", "set", NAME, "up");
  }
  const address = chooseMediaAddress();
  if (!address) throw new Error("no address for media: there is only loopback, and this account may not add an interface");
  return address;
}

function ip(...args: string[]): boolean {
  return spawnSync("ip", args, { stdio: "ignore", timeout: 5000 }).status === 0;
}
