import { createSocket, type RemoteInfo, type Socket } from "node:dgram";

/** A longer way for packets, in user space because not every kernel can delay them: each is held for so long in each direction. */
export interface Relay {
  /** The port that stands for this address; asking again gives the same. */
  portFor(address: string, port: number): Promise<number>;
  close(): void;
}

/** All its ports that face the browser, so that a rule can let nothing but them through. */
export const RELAY_PORTS = { from: 41_000, to: 41_999 };

/** Opens a relay on `own` address that holds packets `holdMs` on each way. */
export function openRelay(own: string, holdMs: number): Relay {
  const ports = new Map<string, Promise<number>>();
  const sockets = new Set<Socket>();
  let next = RELAY_PORTS.from;
  const bind = async (port: number) => {
    const socket = createSocket("udp4");
    sockets.add(socket);
    socket.on("error", () => undefined);
    await new Promise<void>((resolve) => socket.bind(port, own, resolve));
    return socket;
  };
  const later = (work: () => void) => void setTimeout(work, holdMs);

  async function open(address: string, port: number): Promise<number> {
    const here = next++;
    const near = await bind(here);
    const ways = new Map<string, Promise<Socket>>();
    const wayFrom = (from: RemoteInfo) => {
      const key = `${from.address}:${from.port}`;
      const known = ways.get(key);
      if (known) return known;
      const way = bind(0).then((far) =>
        far.on("message", (bytes) => later(() => sockets.has(near) && near.send(bytes, from.port, from.address))),
      );
      ways.set(key, way);
      return way;
    };
    near.on("message", (bytes, from) => {
      void wayFrom(from).then((far) => later(() => sockets.has(far) && far.send(bytes, port, address)));
    });
    return here;
  }

  return {
    portFor(address, port) {
      const key = `${address}:${port}`;
      const known = ports.get(key) ?? open(address, port);
      ports.set(key, known);
      return known;
    },
    close() {
      const closing = [...sockets];
      sockets.clear();
      for (const socket of closing) socket.close();
    },
  };
}
