import { execFile } from "node:child_process";
import { promisify } from "node:util";

const SECONDS = 10;

/** A picture that asks for more than a weak line holds, for a browser to take as its camera: shapes that move, under a camera's grain. */
export async function makeCamera(file: string): Promise<void> {
  const source = ["-f", "lavfi", "-i", "testsrc2=size=640x480:rate=30,noise=alls=6:allf=t", "-t", String(SECONDS)];
  const output = ["-c:v", "mjpeg", "-q:v", "6", "-pix_fmt", "yuvj420p", "-f", "mjpeg", file];
  await promisify(execFile)("ffmpeg", ["-hide_banner", "-loglevel", "error", "-y", ...source, ...output], { timeout: 120_000 });
}
