import { networkInterfaces } from "node:os";

/**
 * The IPv4 address the engine sends media from: `wanted` when this machine has it, else the first one that other
 * machines could reach. Undefined when there is none: the engine never uses loopback, even when told to.
 */
export function chooseMediaAddress(wanted?: string, interfaces = networkInterfaces()): string | undefined {
  const usable = Object.entries(interfaces)
    .flatMap(([name, addresses]) => (addresses ?? []).map((address) => ({ name, ...address })))
    .filter((address) => !address.internal && address.family === "IPv4" && !address.address.startsWith("169.254."));
  if (wanted) return usable.find(({ address }) => address === wanted)?.address;
  // Bridges of containers and virtual machines lead nowhere a browser is.
  const outward = usable.find(({ name }) => !/^(docker|br-|virbr|veth|vmnet|cni)/.test(name));
  return (outward ?? usable[0])?.address;
}
