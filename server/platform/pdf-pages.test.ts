import assert from "node:assert/strict";
import { test } from "node:test";
import sharp from "sharp";
import { isPdf, pdfPages } from "./pdf-pages.ts";
import { formatOf } from "./re-encode.ts";
import { pdfOf } from "./testing/pdf.ts";

const refusal = async (bytes: Buffer, limits?: { ms: number; memoryBytes: number }) => {
  try {
    await pdfPages(bytes, 12, limits);
    return "taken";
  } catch (error) {
    return (error as { codes: string[] }).codes[0];
  }
};

test("each page of a PDF becomes a picture; pages beyond the limit are counted and left out", async () => {
  const { pages, inAll } = await pdfPages(pdfOf(["0 0 1 rg 0 0 300 400 re f", "1 0 0 rg 0 0 300 400 re f", ""]), 2);
  assert.deepEqual([pages.length, inAll], [2, 3]);
  assert.equal(formatOf(pages[0]!), "png");
  const { data, info } = await sharp(pages[1]!).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height], [1425, 1900]);
  const middle = (info.height / 2) * info.width * 3 + (info.width / 2) * 3;
  assert.deepEqual([...data.subarray(Math.floor(middle / 3) * 3, Math.floor(middle / 3) * 3 + 3)], [255, 0, 0]);
});

test("what is no PDF, a broken one, a locked one and an empty one are refused", async () => {
  assert.equal(isPdf(Buffer.from("hello")), false);
  assert.throws(() => pdfPages(Buffer.from("<html>%PD"), 2), { codes: ["together.pdf_unreadable"] });
  assert.equal(await refusal(Buffer.from("%PDF-1.7\n and then nothing")), "together.pdf_unreadable");
  const whole = pdfOf(["0 0 1 rg 0 0 300 400 re f"]);
  assert.equal(await refusal(pdfOf([])), "together.pdf_unreadable");
  const locked = Buffer.from(
    whole
      .toString("latin1")
      .replace(
        "/Root 1 0 R",
        "/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A> /U <28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A> /P -4 >>",
      ),
    "latin1",
  );
  assert.equal(await refusal(locked), "together.pdf_unreadable");
});

test("a PDF that takes too long or too much memory ends there, and the next one is read all the same", async () => {
  const heavy = pdfOf([`q ${"0 0 300 400 re W n 0 0 m 300 400 l S ".repeat(60_000)} Q`]);
  assert.equal(await refusal(heavy, { ms: 30, memoryBytes: 2 ** 30 }), "together.pdf_unreadable");
  const light = pdfOf(["0 0 1 rg 0 0 300 400 re f"]);
  assert.equal(await refusal(light, { ms: 60_000, memoryBytes: 4 * 1024 * 1024 }), "together.pdf_unreadable");
  assert.equal(await refusal(light), "taken");
});
