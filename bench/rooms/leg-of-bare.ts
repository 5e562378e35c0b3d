import { connect, type Session } from "#server/domains/media/janus/client.ts";
import * as engine from "#server/domains/media/janus/videoroom.ts";
import type { Clip } from "#server/testing/live-people/clip.ts";
import { type Connection, openConnection } from "#server/testing/live-people/connection.ts";
import { createPlayer, grown, type Leg, NOTHING } from "#server/testing/live-people/leg.ts";
import type { BareEngine } from "./bare.ts";

const MAX_KBPS = 800;
const sides = ["family", "resident"] as const;

/** Two people of one room of the bare engine, spoken to directly: the engine's part of a visit, and nothing else. */
export async function openBareRoom(
  bare: Pick<BareEngine, "socketPath" | "secrets" | "recordings">,
  roomId: string,
  at: At,
): Promise<Leg[]> {
  const client = await connect(bare.socketPath, bare.secrets.api, { stuck: () => undefined, close: () => undefined });
  const session = await client.session();
  const control = await session.attach(() => undefined);
  const room = { roomId, session, control, secret: roomId, adminKey: bare.secrets.adminKey };
  const recordFolder = `${bare.recordings}/${roomId}`;
  await engine.createRoom(room, { maxKbps: MAX_KBPS, record: true, recordFolder, e2ee: false });
  return sides.map((side, index) => openBareLeg(session, room, side, at, index === 0 ? end : undefined));

  async function end(): Promise<void> {
    await engine.destroyRoom(room);
    client.close();
  }
}

interface At {
  mediaAddress: string;
  clip: Clip;
}
type Side = (typeof sides)[number];

function openBareLeg(session: Session, room: engine.EngineRoom, side: Side, at: At, end: (() => Promise<void>) | undefined): Leg {
  const player = createPlayer(at.clip);
  let send: Connection | undefined;
  let receive: Connection | undefined;
  let joinedAt: number | null = null;
  let secondsWithMedia = 0;
  let before = NOTHING;
  const other = side === "family" ? "resident" : "family";

  async function subscribe(privateId: number): Promise<void> {
    const handle = await session.attach(() => undefined);
    const { offer } = await engine.subscribe(handle, room, privateId, [other]);
    receive = openConnection(at.mediaAddress);
    await engine.startSubscription(handle, { type: "answer", sdp: await receive.answer(offer?.sdp ?? "") });
    await receive.up;
  }

  return {
    wait: async () => undefined,
    async join() {
      joinedAt = performance.now();
      const there = Promise.withResolvers<void>();
      const handle = await session.attach(({ janus, data }) => {
        if (janus === "event" && engine.roomNews(data).arrived.includes(other)) there.resolve();
      });
      const { privateId, publishing } = await engine.joinAsPublisher(handle, room, side);
      if (publishing.includes(other)) there.resolve();
      send = openConnection(at.mediaAddress);
      const { answer } = await engine.publish(handle, { type: "offer", sdp: await send.offer() }, MAX_KBPS);
      await send.accept(answer.sdp);
      const subscribed = there.promise.then(() => subscribe(privateId));
      await send.up;
      player.start(send);
      await subscribed;
    },
    tick: player.tick,
    report() {
      const now = receive?.received() ?? NOTHING;
      const growth = grown(before, now);
      before = { ...now };
      if (growth.sound > 0 && growth.picture > 0) secondsWithMedia += 1;
    },
    seen: () => ({
      room: room.roomId,
      joinedAt,
      received: { ...(receive?.received() ?? NOTHING), sent: send?.received().sent ?? 0 },
      again: 0,
      secondsWithMedia,
      refused: [],
    }),
    async close() {
      player.stop();
      await Promise.all([send?.close(), receive?.close()]);
      await end?.();
    },
  };
}
