import type { RecordingDoubt, RecordingProof } from "./media.types.ts";
import { type Expected, freeBytes, type GrowthWatch, watchGrowth } from "./recording-files.ts";

/** On a busy machine people come back one after the other, and silence takes its time to fill a block. */
const PROOF_TIMEOUT_MS = 6000;
const PROOF_POLL_MS = 100;

export interface RecordingWatch {
  /** Refuses before anything is started when the disk is nearly full. */
  roomOnDisk(): Promise<boolean>;
  /** Waits until all that should be written is written; `expected` is asked anew each time, people come and go meanwhile. */
  prove(expected: () => readonly Expected[]): Promise<RecordingProof>;
  stillGrowing(expected: readonly Expected[]): Promise<boolean>;
}

/** Believes in a recording only what is on the disk: the engine answers "success" even when it could open no file. */
export function watchRecording(folder: string, roomId: string, freeBytesMin: number): RecordingWatch {
  let growth: GrowthWatch = watchGrowth(folder, roomId);

  return {
    roomOnDisk: async () => (await freeBytes(folder).catch(() => 0)) >= freeBytesMin,
    async prove(expected) {
      growth = watchGrowth(folder, roomId);
      const deadline = performance.now() + PROOF_TIMEOUT_MS;
      let doubt: RecordingDoubt = "no_files";
      while (performance.now() < deadline) {
        const wanted = expected();
        const { missing, grown } = await growth.look(wanted);
        if (wanted.length > 0 && grown) return { proven: true };
        doubt = wanted.length === 0 || missing > 0 ? "no_files" : "not_growing";
        await new Promise((resolve) => setTimeout(resolve, PROOF_POLL_MS));
      }
      return { proven: false, reason: doubt };
    },
    async stillGrowing(expected) {
      const { missing, stands } = await growth.look(expected);
      return missing === 0 && !stands;
    },
  };
}
