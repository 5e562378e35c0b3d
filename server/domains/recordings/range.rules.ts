/** What of a file is asked for; both ends are within. */
export type Part = { kind: "whole"; start: 0; end: number } | { kind: "part"; start: number; end: number } | { kind: "unsatisfiable" };

const ONE_RANGE = /^bytes=(\d*)-(\d*)$/;

/** Reads a Range header (RFC 9110, 14.2). Anything but one range of bytes is answered with the whole file, as that section allows. */
export function partOf(header: string | undefined, bytes: number): Part {
  const whole: Part = { kind: "whole", start: 0, end: bytes - 1 };
  const [, first, last] = ONE_RANGE.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return whole;
  if (first === "") {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? { kind: "unsatisfiable" } : { kind: "part", start: bytes - length, end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== "" && Number(last) < start) return whole;
  return start >= bytes ? { kind: "unsatisfiable" } : { kind: "part", start, end };
}
