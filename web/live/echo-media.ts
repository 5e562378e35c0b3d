const PICTURE = { width: 640, height: 360, perSecond: 20 } as const;
const TONE = { hertz: 440, loudness: 0.5, rate: 48_000, frame: 480 } as const;
const RESUME_MS = 500;

/** What a visit would send, without anybody in it. */
export interface EchoMedia {
  tracks: MediaStreamTrack[];
  /** Whether the tone really sounds: where a browser lets no page play before it was touched, and has no other way, it does not. */
  sounds: boolean;
  end(): void;
}

/** A picture that never stands still, and a tone. No camera and no microphone is switched on. */
export async function makeEchoMedia(): Promise<EchoMedia> {
  const picture = drawPicture();
  const tone = await makeTone();
  const tracks = [...picture.tracks, ...tone.tracks];
  return {
    tracks,
    sounds: tone.sounds,
    end() {
      picture.end();
      tone.end();
      for (const track of tracks) track.stop();
    },
  };
}

function drawPicture(): Omit<EchoMedia, "sounds"> {
  const canvas = Object.assign(document.createElement("canvas"), { width: PICTURE.width, height: PICTURE.height });
  const pen = canvas.getContext("2d");
  let turn = 0;
  const drawing = setInterval(() => {
    turn++;
    for (let cell = 0; cell < 96; cell++) {
      if (!pen) return;
      pen.fillStyle = `hsl(${(cell * 37 + turn * 11) % 360} 60% ${30 + ((cell * turn) % 40)}%)`;
      pen.fillRect((cell % 12) * 54, Math.floor(cell / 12) * 45, 54, 45);
    }
  }, 1000 / PICTURE.perSecond);
  return { tracks: canvas.captureStream(PICTURE.perSecond).getVideoTracks(), end: () => clearInterval(drawing) };
}

/** Chromium alone has it: a track whose samples a page writes itself. */
type Generator = new (of: { kind: "audio" }) => MediaStreamTrack & { writable: WritableStream<unknown> };
type Samples = new (of: {
  format: "f32";
  sampleRate: number;
  numberOfFrames: number;
  numberOfChannels: 1;
  timestamp: number;
  data: Float32Array;
}) => unknown;

/**
 * A tone that sounds also on a screen that nobody has touched since it was started: there an `AudioContext` stays suspended and sends
 * silence, so the samples are written by hand where the browser lets a page do so.
 */
async function makeTone(): Promise<EchoMedia> {
  const { MediaStreamTrackGenerator: make, AudioData: samples } = globalThis as {
    MediaStreamTrackGenerator?: Generator;
    AudioData?: Samples;
  };
  if (make && samples) return writeTone(new make({ kind: "audio" }), samples);
  const sound = new AudioContext();
  const tone = sound.createOscillator();
  const softer = Object.assign(sound.createGain(), {});
  softer.gain.value = TONE.loudness;
  const out = sound.createMediaStreamDestination();
  tone.connect(softer).connect(out);
  tone.start();
  await Promise.race([sound.resume(), new Promise((resolve) => setTimeout(resolve, RESUME_MS))]);
  return { tracks: out.stream.getAudioTracks(), sounds: sound.state === "running", end: () => void sound.close() };
}

function writeTone(track: InstanceType<Generator>, samples: Samples): EchoMedia {
  const writer = track.writable.getWriter();
  const from = performance.now();
  let written = 0;
  const write = () => {
    // As much as the clock asks for: a timer that comes late makes no hole.
    const due = ((performance.now() - from) / 1000) * TONE.rate;
    for (; written < due; written += TONE.frame) {
      const data = Float32Array.from(
        { length: TONE.frame },
        (_, at) => TONE.loudness * Math.sin((2 * Math.PI * TONE.hertz * (written + at)) / TONE.rate),
      );
      const timestamp = Math.round((written / TONE.rate) * 1_000_000);
      const frame = new samples({ format: "f32", sampleRate: TONE.rate, numberOfFrames: TONE.frame, numberOfChannels: 1, timestamp, data });
      writer.write(frame).catch(() => clearInterval(timer));
    }
  };
  const timer = setInterval(write, 1000 / 100);
  return { tracks: [track], sounds: true, end: () => clearInterval(timer) };
}
