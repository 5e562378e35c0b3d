import { SAMPLE_MS } from "#contracts/quality-limits.ts";
import { counted, emptySample, type Sample, sampleOf, timed, worst } from "./samples.rules.ts";

/**
 * Samples as bytes: the version, then for each sample how many samples after the row's beginning it lies, and its fields in their order.
 * Numbers are varints of seven bits a byte, the last byte's top bit clear: most fields of a good line take one byte or two.
 */

type Field = (typeof counted)[number] | (typeof timed)[number] | (typeof worst)[number];
/** As version 1 has them. New fields are added at the end, in a version of its own. */
const first: readonly Field[] = [...counted, ...timed.filter((name) => name !== "missedMs"), ...worst];
/** The fields of each version; a row is written in the first that holds all that its samples say. */
const orders: Readonly<Record<number, readonly Field[]>> = { 1: first, 2: [...first, "missedMs"] };
/** The whole five seconds is what a time mostly is: it takes one byte, and the others move up by one. */
const WHOLE = 1;
const isTime = new Set<string>(timed);
const toStored = (name: string, value: number) => (!isTime.has(name) || value === 0 ? value : value === SAMPLE_MS ? WHOLE : value + 1);
const toValue = (name: string, stored: number) => (!isTime.has(name) || stored === 0 ? stored : stored === WHOLE ? SAMPLE_MS : stored - 1);

/** Packs samples into one row that begins with the sample at `from`. */
export function pack(from: number, samples: readonly Sample[]): Buffer {
  const version = samples.some(({ missedMs }) => missedMs > 0) ? 2 : 1;
  const order = orders[version]!;
  const bytes: number[] = [version];
  for (const sample of samples) {
    put(bytes, (sample.at - from) / SAMPLE_MS);
    for (const name of order) put(bytes, toStored(name, sample[name]));
  }
  return Buffer.from(bytes);
}

/** The samples of a row; none of a row that another version wrote. */
export function unpack(from: number, bytes: Uint8Array): Sample[] {
  const order = orders[bytes[0] ?? 0];
  if (!order) return [];
  const samples: Sample[] = [];
  let at = 1;
  const take = (): number => {
    let [value, place] = [0, 1];
    for (;;) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * place;
      if (byte < 0x80) return value;
      place *= 0x80;
    }
  };
  while (at < bytes.length) {
    const sample = emptySample(sampleOf(from) + take() * SAMPLE_MS);
    for (const name of order) sample[name] = toValue(name, take());
    samples.push(sample);
  }
  return samples;
}

function put(bytes: number[], value: number): void {
  let rest = Math.max(0, Math.round(value));
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}
