/** Whose painted picture a made-up camera shows: nobody real, nothing that looks like a test card. */
export type Portrait = "mother" | "son";

const looks = {
  mother: { wall: "#c9b79f", light: "#efe3cf", skin: "#b98563", hair: "#6b6660", cloth: "#7d4b57" },
  son: { wall: "#8d9aa0", light: "#b9c4c6", skin: "#a8714f", hair: "#2a2320", cloth: "#d5772f" },
} as const;

/** Runs in the page before anything else: its camera shows the portrait, its microphone hears nothing. */
export const portraitScript = (portrait: Portrait): string => `(${inPage.toString()})(${JSON.stringify(looks[portrait])})`;

// Self-contained: its text is sent to the page, where nothing of this file exists.
function inPage(look: { wall: string; light: string; skin: string; hair: string; cloth: string }): void {
  if (!navigator.mediaDevices) return;
  const paint = (pen: CanvasRenderingContext2D, at: number) => {
    const sway = Math.sin(at / 900) * 4;
    const round = (x: number, y: number, wide: number, high: number, fill: string) => {
      pen.fillStyle = fill;
      pen.beginPath();
      pen.ellipse(x, y, wide, high, 0, 0, Math.PI * 2);
      pen.fill();
    };
    const wall = pen.createLinearGradient(0, 0, 640, 480);
    wall.addColorStop(0, look.light);
    wall.addColorStop(1, look.wall);
    pen.fillStyle = wall;
    pen.fillRect(0, 0, 640, 480);
    round(320 + sway / 2, 540, 240, 190, look.cloth);
    round(320 + sway, 205, 118, 138, look.hair);
    pen.fillStyle = look.skin;
    pen.fillRect(276 + sway, 300, 88, 80);
    round(320 + sway, 230, 96, 120, look.skin);
    round(320 + sway, 128, 100, 44, look.hair);
    for (const x of [284, 356]) round(x + sway, 222, 8, Math.sin(at / 1700) > 0.99 ? 1 : 7, "#2b1d16");
    pen.strokeStyle = "#5f3525";
    pen.lineWidth = 5;
    pen.lineCap = "round";
    pen.beginPath();
    pen.arc(320 + sway, 262, 40, 0.25 * Math.PI, 0.75 * Math.PI);
    pen.stroke();
  };
  let stream: MediaStream | undefined;
  navigator.mediaDevices.getUserMedia = async () => {
    if (!stream) {
      const canvas = document.createElement("canvas");
      canvas.width = 640;
      canvas.height = 480;
      const pen = canvas.getContext("2d");
      if (!pen) throw new Error("no canvas");
      setInterval(() => paint(pen, performance.now()), 66);
      const audio = new AudioContext();
      const sink = audio.createMediaStreamDestination();
      const hum = audio.createOscillator();
      const quiet = audio.createGain();
      quiet.gain.value = 0.02;
      hum.connect(quiet).connect(sink);
      hum.start();
      stream = new MediaStream([...canvas.captureStream(15).getVideoTracks(), ...sink.stream.getAudioTracks()]);
    }
    return stream.clone();
  };
}
