/**
 * What each side of a check shows and sounds: its clock as 32 black and white blocks (26 bits of milliseconds, one for the side,
 * five to check), and a steady tone of its own. Any frame that still has these can be dated, live or in a recording.
 */
/** The part of the picture that the blocks fill, as shares of its width and height: small, so that a link's cap is not what is measured. */
export const AREA = { x: 1 / 4, y: 3 / 8, width: 1 / 2, height: 1 / 4 };
export const COLUMNS = 8;
export const ROWS = 4;
export const TIME_BITS = 26;
export const tones = { family: 440, resident: 660 } as const;
export type CheckSide = keyof typeof tones;

/** Reads blocks (true is white) back; undefined where they do not add up. */
export function readCode(bits: readonly boolean[]): { ms: number; side: CheckSide } | undefined {
  if (bits.length !== COLUMNS * ROWS) return undefined;
  let ms = 0;
  let sum = 0;
  for (let at = 0; at < TIME_BITS; at++) {
    if (!bits[at]) continue;
    ms += 2 ** at;
    sum += at + 1;
  }
  const side = bits[TIME_BITS];
  if (side) sum += TIME_BITS + 1;
  let check = 0;
  for (let at = 0; at < 5; at++) if (bits[TIME_BITS + 1 + at]) check += 2 ** at;
  return (sum * 7 + 3) % 32 === check ? { ms, side: side ? "resident" : "family" } : undefined;
}

/** Turns a grey picture of any size into blocks, by the middle of each. */
export function blocksOf(grey: Uint8Array, width: number, height: number): boolean[] {
  const bits: boolean[] = [];
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < COLUMNS; column++) {
      const x = Math.floor(((column + 0.5) * width) / COLUMNS);
      const y = Math.floor(((row + 0.5) * height) / ROWS);
      bits.push((grey[y * width + x] ?? 0) > 127);
    }
  return bits;
}

/** How far apart two codes' clocks are, in milliseconds, across the point where 26 bits begin anew. */
export function msBetween(from: number, to: number): number {
  const turn = 2 ** TIME_BITS;
  return (((to - from) % turn) + turn) % turn;
}

/** How strong one tone is in 16-bit samples, 0 to 1 (Goertzel, 1958). */
export function toneStrength(samples: Int16Array, sampleRate: number, hertz: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate);
  let before = 0;
  let last = 0;
  let energy = 0;
  for (const sample of samples) {
    const value = sample / 32768;
    energy += value * value;
    const next = value + factor * last - before;
    before = last;
    last = next;
  }
  const power = last * last + before * before - factor * last * before;
  return energy === 0 ? 0 : (2 * power) / (samples.length * energy);
}

export interface CheckCamera {
  width: number;
  height: number;
  perSecond: number;
}
const CAMERA: CheckCamera = { width: 640, height: 480, perSecond: 30 };

/**
 * Runs in the page before anything else: the camera becomes the code, the microphone the tone. Also keeps when Join was pressed and when
 * the other side's first picture was shown after it, and dates the other side's pictures on asking.
 */
export function pageScript(side: CheckSide, camera = CAMERA): string {
  return `(${inPage.toString()})(${JSON.stringify({ side, camera, tone: tones[side], COLUMNS, ROWS, TIME_BITS, AREA })})`;
}

interface CheckPage {
  pressedAt: number | null;
  firstFrameMs: number | null;
  stream(): MediaStream;
  watch(video: HTMLVideoElement): void;
  far(): { bits: boolean[]; at: number } | null;
}
declare global {
  interface Window {
    throughlineCheck: CheckPage;
  }
}

// Self-contained: its text is sent to the page, where nothing of this file exists.
function inPage(given: {
  side: string;
  camera: CheckCamera;
  tone: number;
  COLUMNS: number;
  ROWS: number;
  TIME_BITS: number;
  AREA: typeof AREA;
}): void {
  const { side, camera, tone, COLUMNS, ROWS, TIME_BITS, AREA: area } = given;
  const bitsNow = (): boolean[] => {
    const ms = Date.now() % 2 ** TIME_BITS;
    const bits: boolean[] = [];
    let sum = 0;
    for (let at = 0; at < TIME_BITS; at++) {
      const on = Math.floor(ms / 2 ** at) % 2 === 1;
      bits.push(on);
      if (on) sum += at + 1;
    }
    bits.push(side === "resident");
    if (side === "resident") sum += TIME_BITS + 1;
    const check = (sum * 7 + 3) % 32;
    for (let at = 0; at < 5; at++) bits.push(Math.floor(check / 2 ** at) % 2 === 1);
    return bits;
  };
  const stream = (): MediaStream => {
    const canvas = document.createElement("canvas");
    canvas.width = camera.width;
    canvas.height = camera.height;
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("no canvas");
    pen.fillStyle = "#777";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    const [width, height] = [(area.width * canvas.width) / COLUMNS, (area.height * canvas.height) / ROWS];
    const draw = () => {
      bitsNow().forEach((on, at) => {
        pen.fillStyle = on ? "#fff" : "#000";
        pen.fillRect(
          area.x * canvas.width + (at % COLUMNS) * width,
          area.y * canvas.height + Math.floor(at / COLUMNS) * height,
          width,
          height,
        );
      });
    };
    draw();
    setInterval(draw, 1000 / camera.perSecond);
    const audio = new AudioContext();
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    gain.gain.value = 0.2;
    oscillator.frequency.value = tone;
    const sink = audio.createMediaStreamDestination();
    oscillator.connect(gain).connect(sink);
    oscillator.start();
    void audio.resume();
    return new MediaStream([...canvas.captureStream(camera.perSecond).getVideoTracks(), ...sink.stream.getAudioTracks()]);
  };
  const seen = new WeakSet<HTMLVideoElement>();
  const check: CheckPage = {
    pressedAt: null,
    firstFrameMs: null,
    stream,
    watch(video) {
      if (seen.has(video)) return;
      seen.add(video);
      const first = () => {
        // A picture shown before the press belongs to an earlier join.
        if (check.pressedAt === null) return void video.requestVideoFrameCallback(first);
        check.firstFrameMs ??= performance.now() - check.pressedAt;
        return undefined;
      };
      video.requestVideoFrameCallback(first);
    },
    far() {
      const video = document.querySelector<HTMLVideoElement>("video[data-far]");
      if (!video || video.videoWidth === 0) return null;
      const canvas = document.createElement("canvas");
      canvas.width = COLUMNS * 10;
      canvas.height = ROWS * 10;
      const pen = canvas.getContext("2d");
      if (!pen) return null;
      const at = Date.now() % 2 ** TIME_BITS;
      const { videoWidth, videoHeight } = video;
      pen.drawImage(
        video,
        area.x * videoWidth,
        area.y * videoHeight,
        area.width * videoWidth,
        area.height * videoHeight,
        0,
        0,
        canvas.width,
        canvas.height,
      );
      const pixels = pen.getImageData(0, 0, canvas.width, canvas.height).data;
      const bits: boolean[] = [];
      for (let row = 0; row < ROWS; row++)
        for (let column = 0; column < COLUMNS; column++)
          bits.push((pixels[((row * 10 + 5) * canvas.width + column * 10 + 5) * 4] ?? 0) > 127);
      return { bits, at };
    },
  };
  window.throughlineCheck = check;
  if (navigator.mediaDevices) {
    let current: MediaStream | undefined;
    navigator.mediaDevices.getUserMedia = async () => {
      current ??= stream();
      return current.clone();
    };
  }
  addEventListener(
    "click",
    (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (!/^(Join|Come back in)\b/.test(button?.textContent?.trim() ?? "")) return;
      check.pressedAt = performance.now();
      check.firstFrameMs = null;
    },
    true,
  );
  const look = () => {
    const video = document.querySelector<HTMLVideoElement>("video[data-far]");
    if (video) check.watch(video);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
