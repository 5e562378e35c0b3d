import type { Equipment, EquipmentSnapshot, EquipmentTrouble } from "./room-types.ts";

/** What a visit sends: enough for a face, little enough for an old phone. */
export const constraints: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24, max: 30 }, facingMode: "user" },
};
const LEVEL_EVERY_MS = 100;

/** Asks for camera and microphone; where only one of them is there, that one is enough to talk. */
export async function takeStream(): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("no media devices", "NotSupportedError");
  try {
    return await navigator.mediaDevices.getUserMedia(constraints);
  } catch (error) {
    if (troubleOf(error) === "denied") throw error;
    for (const part of [{ audio: constraints.audio! }, { video: constraints.video! }]) {
      const stream = await navigator.mediaDevices.getUserMedia(part).catch(() => null);
      if (stream) return stream;
    }
    throw error;
  }
}

/** Says in our own words why a camera or microphone was refused. */
export function troubleOf(error: unknown): EquipmentTrouble {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return name === "NotSupportedError" ? "unsupported" : "busy";
}

/** Opens the equipment check: own picture, and how loud the microphone hears. */
export function openEquipment(): Equipment {
  let state: EquipmentSnapshot = {
    ...{ status: "asking", trouble: null, stream: null, camera: false, microphone: false },
    ...{ level: 0, heard: false },
  };
  const listeners = new Set<() => void>();
  const set = (part: Partial<EquipmentSnapshot>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };
  let meter: { stop(): void } | undefined;
  let closed = false;

  async function ask(): Promise<void> {
    set({ status: "asking", trouble: null, heard: false });
    try {
      const stream = await takeStream();
      if (closed) return stop(stream);
      meter =
        stream.getAudioTracks().length > 0
          ? measure(stream, (level) => level !== state.level && set({ level, heard: state.heard || level > 0 }))
          : undefined;
      set({ status: "ready", stream, camera: stream.getVideoTracks().length > 0, microphone: stream.getAudioTracks().length > 0 });
    } catch (error) {
      if (!closed) set({ status: "trouble", trouble: troubleOf(error) });
    }
  }
  void ask();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,
    retry: () => void ask(),
    close() {
      closed = true;
      meter?.stop();
      meter = undefined;
      // A stream that a room took over is the room's to stop.
      if (state.stream && !handedOver.has(state.stream)) stop(state.stream);
    },
  };
}

/** What is known of the microphone: that it works is only said once it heard something. */
export function microphoneWords({ microphone, heard }: Pick<EquipmentSnapshot, "microphone" | "heard">) {
  if (!microphone) return "live.check.microphone_off";
  return heard ? "live.check.microphone_on" : "live.check.microphone_there";
}

const handedOver = new WeakSet<MediaStream>();
/** Marks a stream as a room's own: the equipment check no longer stops it. */
export const handOver = (stream: MediaStream): void => void handedOver.add(stream);
export const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

function measure(stream: MediaStream, hear: (level: number) => void): { stop(): void } {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // Speech lies between about -50 and -10 dB of full scale; shown as 0 to 1 in steps, so that a quiet room draws nothing anew.
    const loudness = (10 * Math.log10(power + 1e-10) + 55) / 45;
    hear(Math.round(Math.min(1, Math.max(0, loudness)) * 20) / 20);
  }, LEVEL_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      void context.close();
    },
  };
}
