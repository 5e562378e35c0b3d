import { Worker } from "node:worker_threads";
import { AppError } from "./errors.ts";

/** Long for twelve pages of any honest document. */
const MS_MAX = 20_000;
const MEMORY_BYTES_MAX = 384 * 1024 * 1024;
const WAITING_MAX = 6;
/** Readers put a few bytes before it. */
const HEAD_BYTES = 1024;

type Said = { page: Uint8Array } | { pages: number } | { unreadable: true };

let turn: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** Whether these bytes say that they are a PDF. */
export const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, HEAD_BYTES).includes("%PDF-");

/**
 * The first pages of a PDF as pictures (PNG), and how many there are. It is read in a thread of its own, one at a time, with a limit of time and of
 * memory: what is hostile, locked, broken or too heavy is refused as `together.pdf_unreadable`, and nothing of it is kept.
 */
export function pdfPages(
  bytes: Buffer,
  pagesMax: number,
  limits = { ms: MS_MAX, memoryBytes: MEMORY_BYTES_MAX },
): Promise<{ pages: Buffer[]; inAll: number }> {
  if (!isPdf(bytes)) throw new AppError(["together.pdf_unreadable"]);
  if (waiting >= WAITING_MAX) throw new AppError(["server.busy"]);
  waiting++;
  const mine = turn.then(() => drawn(bytes, pagesMax, limits));
  turn = mine.catch(() => {}).finally(() => waiting--);
  return mine;
}

function drawn(bytes: Buffer, pagesMax: number, limits: { ms: number; memoryBytes: number }): Promise<{ pages: Buffer[]; inAll: number }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./pdf-pages.worker.ts", import.meta.url), {
      workerData: { bytes: new Uint8Array(bytes), pagesMax, memoryBytesMax: limits.memoryBytes },
      resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
      env: {},
      stdout: true,
      stderr: true,
    });
    const pages: Buffer[] = [];
    const end = (work: () => void) => {
      clearTimeout(late);
      void worker.terminate();
      work();
    };
    const refuse = () => end(() => reject(new AppError(["together.pdf_unreadable"])));
    const late = setTimeout(refuse, limits.ms);
    worker.on("error", refuse);
    worker.on("exit", refuse);
    worker.on("message", (said: Said) => {
      if ("page" in said) pages.push(Buffer.from(said.page));
      else if ("pages" in said) end(() => resolve({ pages, inAll: said.pages }));
      else refuse();
    });
  });
}
