import { parentPort, workerData } from "node:worker_threads";

/** A letter page at about 170 dots an inch, as much as is kept of any picture. */
const SIDE_DRAWN = 1900;
const WASM_PAGE_BYTES = 64 * 1024;

const { bytes, pagesMax, memoryBytesMax } = workerData as { bytes: Uint8Array; pagesMax: number; memoryBytesMax: number };

// The reader's memory lies outside of what a worker's own limits count. Refused here, it tells the reader that there is no more.
const { grow } = WebAssembly.Memory.prototype;
WebAssembly.Memory.prototype.grow = function limited(this: WebAssembly.Memory, more: number): number {
  if (this.buffer.byteLength + Number(more) * WASM_PAGE_BYTES > memoryBytesMax) throw new RangeError("a document takes too much memory");
  return grow.call(this, more);
};

const { ColorSpace, Document, Matrix, PDFDocument } = await import("mupdf");

/** Draws one page after the other and hands each over as it is done. */
function draw(): { pages: number } | { unreadable: true } {
  const document = Document.openDocument(bytes, "application/pdf");
  if (!(document instanceof PDFDocument) || document.needsPassword()) return { unreadable: true };
  const pages = document.countPages();
  if (pages < 1) return { unreadable: true };
  for (let index = 0; index < Math.min(pages, pagesMax); index++) {
    const page = document.loadPage(index);
    const [left, top, right, bottom] = page.getBounds();
    const side = Math.max(right - left, bottom - top);
    if (!(side > 0)) return { unreadable: true };
    const scale = SIDE_DRAWN / side;
    // Scripts in it are never run: nothing here turns them on.
    const pixels = page.toPixmap(Matrix.scale(scale, scale), ColorSpace.DeviceRGB, false);
    const png = pixels.asPNG();
    const copy = png.slice();
    parentPort?.postMessage({ page: copy }, [copy.buffer]);
    pixels.destroy();
    page.destroy();
  }
  return { pages };
}

let said: { pages: number } | { unreadable: true };
try {
  said = draw();
} catch {
  said = { unreadable: true };
}
parentPort?.postMessage(said);
