import { AppError } from "#server/platform/errors.ts";
import type { LiveEngine } from "./janus/process.ts";

/** A page that never says it is done is cut off after this time. */
const ECHO_MS_MAX = 60_000;
const ECHOES_MAX = 20;
const ECHO_BITS_MAX = 1_000_000;

export interface Echoes {
  /** Answers an offer so that all that is sent comes back; refuses with `media.unavailable`. */
  open(id: string, offer: string): Promise<string>;
  close(id: string): Promise<void>;
  /** The engine is gone, and every echo with it. */
  forget(): void;
}

/** Legs that hear themselves: how a station measures its own line to the engine. Nothing of them is kept, and nobody else is there. */
export function createEchoes(engine: () => LiveEngine | undefined): Echoes {
  const open = new Map<string, { end: () => Promise<void>; timer: NodeJS.Timeout }>();

  async function close(id: string): Promise<void> {
    const found = open.get(id);
    open.delete(id);
    clearTimeout(found?.timer);
    await found?.end();
  }

  return {
    async open(id, offer) {
      const live = engine();
      if (!live || open.size >= ECHOES_MAX) throw new AppError(["media.unavailable"], { code: live ? "busy" : "engine_down" });
      try {
        const session = await live.client.session();
        const timer = setTimeout(() => void close(id), ECHO_MS_MAX).unref();
        await close(id);
        open.set(id, { end: () => session.destroy(), timer });
        const handle = await session.attach(() => undefined, "janus.plugin.echotest");
        const { jsep } = await handle.ask({ audio: true, video: true, bitrate: ECHO_BITS_MAX }, { type: "offer", sdp: offer });
        if (!jsep) throw new Error("the engine gave no answer");
        return jsep.sdp;
      } catch (cause) {
        await close(id);
        throw new AppError(["media.unavailable"], { code: "echo_refused" }, { cause });
      }
    },
    close,
    forget() {
      for (const { timer } of open.values()) clearTimeout(timer);
      open.clear();
    },
  };
}
