/** Chromium alone has it: the samples of a track, as they come. */
interface Samples {
  numberOfFrames: number;
  copyTo(into: Float32Array, how: { planeIndex: 0; format: "f32-planar" }): void;
  close(): void;
}
type Processor = new (of: { track: MediaStreamTrack }) => { readable: ReadableStream<Samples> };

/** Listens to sound without playing it to anybody: how loud it was on average, 0 to 1. */
export interface Ear {
  hear(track: MediaStreamTrack): void;
  /** Null where this browser cannot listen. */
  level(): number | null;
  end(): void;
}

/** An ear for what comes back in an echo test. */
export function makeEar(): Ear {
  const { MediaStreamTrackProcessor: make } = globalThis as { MediaStreamTrackProcessor?: Processor };
  // A track that nothing plays is not decoded. It is muted: nobody in the dayroom hears it, and it may play on a screen nobody has touched.
  const player = Object.assign(new Audio(), { muted: true, autoplay: true });
  const counted = { squares: 0, samples: 0 };
  let stop = () => {};
  return {
    hear(track) {
      player.srcObject = new MediaStream([track]);
      if (!make) return;
      const reader = new make({ track }).readable.getReader();
      stop = () => void reader.cancel().catch(() => undefined);
      void count(reader, counted);
    },
    level: () => (make ? Math.sqrt(counted.squares / Math.max(1, counted.samples)) : null),
    end() {
      stop();
      player.srcObject = null;
    },
  };
}

async function count(reader: ReadableStreamDefaultReader<Samples>, counted: { squares: number; samples: number }): Promise<void> {
  for (let next = await reader.read(); next.value; next = await reader.read()) {
    const plane = new Float32Array(next.value.numberOfFrames);
    next.value.copyTo(plane, { planeIndex: 0, format: "f32-planar" });
    next.value.close();
    // What has no sound in it at all is the wait before the first packet, and no part of the average.
    const squares = plane.reduce((sum, one) => sum + one * one, 0);
    counted.squares += squares;
    if (squares > 0 || counted.samples > 0) counted.samples += plane.length;
  }
}
