import type { Handle, HandleEvent, Jsep } from "./janus/client.ts";
import * as engine from "./janus/videoroom.ts";

/** What of one person is kept from the other parties. */
export interface Withheld {
  sound: boolean;
  picture: boolean;
}

export interface ReceiveLeg {
  /** Notes who publishes; `reconcile` acts on it. Noting somebody twice changes nothing. */
  arrived(feeds: string[]): void;
  gone(feeds: string[]): void;
  /** Brings the subscription in line with who publishes: one offer at a time, the rest after its answer. */
  reconcile(): Promise<void>;
  answer(answer: Jsep): Promise<void>;
  trickle(candidate: object): Promise<void>;
  applyWithheld(): Promise<void>;
  /** Whom this leg receives. */
  feeds(): string[];
  close(): Promise<void>;
}

export interface ReceiveLegOptions {
  room: engine.EngineRoom;
  privateId: number;
  withheld(feedId: string): Withheld;
  /** Does the task while nothing that is withheld of these feeds reaches anybody. */
  holding<T>(feeds: string[], task: () => Promise<T>): Promise<T>;
  offer(offer: Jsep): void;
  onEvent(event: HandleEvent): void;
  /** An offer stayed without an answer. */
  onUnanswered(): void;
}

const ANSWER_TIMEOUT_MS = 10_000;

/** One browser's receiving peer connection: a subscription to everybody else who publishes. */
export function createReceiveLeg(options: ReceiveLegOptions): ReceiveLeg {
  const { room, privateId } = options;
  // A feed that leaves and comes back is another publication: its number says which one we mean, and which one we have.
  const wanted = new Map<string, number>();
  const have = new Map<string, number>();
  let publications = 0;
  let handle: Handle | undefined;
  let streams: engine.SubscribedStream[] = [];
  const keptBack = new Set<string>();
  let unanswered: NodeJS.Timeout | undefined;

  async function subscribe(feeds: string[]): Promise<engine.Subscription> {
    if (handle) return engine.subscribeMore(handle, feeds);
    const fresh = await room.session.attach(options.onEvent);
    try {
      const subscription = await engine.subscribe(fresh, room, privateId, feeds);
      handle = fresh;
      return subscription;
    } catch (error) {
      await fresh.detach();
      throw error;
    }
  }

  async function reconcile(): Promise<void> {
    while (!unanswered) {
      const missing = [...wanted].filter(([id, publication]) => have.get(id) !== publication);
      const first = missing[0];
      if (!first) return;
      // All at once where it works; else one by one, so that one that just left costs nobody else the picture.
      const taken = (await take(missing)) || (await take([first]));
      // Forgotten: should this person publish again, that will be news and a new subscription.
      if (!taken) wanted.delete(first[0]);
    }
  }

  /** Subscribes, and has kept back what must be when it resolves; `false` where the engine refused. */
  function take(publications: [id: string, publication: number][]): Promise<boolean> {
    const feeds = publications.map(([id]) => id);
    async function taking(): Promise<boolean> {
      const subscription = await subscribe(feeds).catch(() => undefined);
      if (!subscription) return false;
      for (const [id, publication] of publications) have.set(id, publication);
      if (!subscription.offer) return true;
      streams = subscription.streams;
      keptBack.clear();
      await applyWithheld();
      unanswered = setTimeout(options.onUnanswered, ANSWER_TIMEOUT_MS).unref();
      options.offer(subscription.offer);
      return true;
    }
    // On an open connection the engine lets a stream through before we can keep it back.
    return handle ? options.holding(feeds, taking) : taking();
  }

  async function applyWithheld(): Promise<void> {
    const changes = streams.flatMap(({ mid, kind, feedId }) => {
      const { sound, picture } = options.withheld(feedId);
      const keepBack = kind === "audio" ? sound : picture;
      return keepBack === keptBack.has(mid) ? [] : [{ mid, send: !keepBack }];
    });
    if (!handle || changes.length === 0) return;
    await engine.setSending(handle, changes);
    for (const { mid, send } of changes) {
      if (send) keptBack.delete(mid);
      else keptBack.add(mid);
    }
  }

  return {
    arrived(feeds) {
      for (const id of feeds) if (!wanted.has(id)) wanted.set(id, ++publications);
    },
    gone(feeds) {
      for (const id of feeds) {
        wanted.delete(id);
        have.delete(id);
        streams = streams.filter((stream) => stream.feedId !== id);
      }
    },
    reconcile,
    async answer(answer) {
      if (!handle || !unanswered) return;
      clearTimeout(unanswered);
      unanswered = undefined;
      await engine.startSubscription(handle, answer);
      await reconcile();
    },
    trickle: async (candidate) => handle?.trickle(candidate),
    applyWithheld,
    feeds: () => [...have.keys()],
    async close() {
      clearTimeout(unanswered);
      await handle?.detach();
      handle = undefined;
    },
  };
}
