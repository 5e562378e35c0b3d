/**
 * Letters made of strokes on a grid of 4 by 6: each point is its column and its row, `|` lifts the pen. A fresh machine has no fonts, and what is
 * drawn here looks the same everywhere.
 */
const glyphs: Readonly<Record<string, string>> = {
  A: "06 02 20 42 46|04 44",
  B: "00 06 36 45 44 33 03|33 42 41 30 00",
  C: "41 30 10 01 05 16 36 45",
  D: "00 06 26 44 42 20 00",
  E: "40 00 06 46|03 33",
  F: "40 00 06|03 33",
  G: "41 30 10 01 05 16 36 45 43 23",
  H: "00 06|40 46|03 43",
  I: "20 26|10 30|16 36",
  J: "40 45 36 16 05",
  K: "00 06|40 03 46",
  L: "00 06 46",
  M: "06 00 23 40 46",
  N: "06 00 46 40",
  O: "10 30 41 45 36 16 05 01 10",
  P: "06 00 30 41 42 33 03",
  Q: "10 30 41 45 36 16 05 01 10|24 46",
  R: "06 00 30 41 42 33 03|23 46",
  S: "41 30 10 01 02 13 33 44 45 36 16 05",
  T: "00 40|20 26",
  U: "00 05 16 36 45 40",
  V: "00 26 40",
  W: "00 16 23 36 40",
  X: "00 46|40 06",
  Y: "00 23 40|23 26",
  Z: "00 40 06 46",
  "0": "10 30 41 45 36 16 05 01 10|14 32",
  "1": "11 20 26|16 36",
  "2": "01 10 30 41 42 06 46",
  "3": "00 40 22 33 44 45 36 16 05",
  "4": "36 30 04 44",
  "5": "40 00 02 32 43 45 36 16 05",
  "6": "40 20 02 05 16 36 45 44 33 03",
  "7": "00 40 16",
  "8": "10 30 41 42 33 13 02 01 10|13 04 05 16 36 45 44 33",
  "9": "43 13 02 01 10 30 41 44 26 06",
  "/": "06 40",
  "-": "13 33",
};
const ADVANCE = 5.6;
const ROWS = 6;

/** Words as an SVG path of strokes, `height` pixels high, their top left corner at `x`, `y`; signs without a glyph are left out. */
export function strokes(
  words: string,
  at: { x: number; y: number; height: number; colour: string; weight?: number; opacity?: number },
): string {
  const { x, y, height, colour, weight = 0.12, opacity = 1 } = at;
  const unit = height / ROWS;
  const letters = words.normalize("NFD").replaceAll(/\p{M}/gu, "").toUpperCase();
  const path = [...letters].flatMap((letter, index) =>
    (glyphs[letter] ?? "")
      .split("|")
      .filter(Boolean)
      .map((line) => {
        const points = line.split(" ").map((point) => {
          const [column, row] = [Number(point[0]), Number(point[1])];
          return `${(x + (index * ADVANCE + column) * unit).toFixed(1)} ${(y + row * unit).toFixed(1)}`;
        });
        return `M${points.join("L")}`;
      }),
  );
  return `<path d="${path.join("")}" fill="none" stroke="${colour}" stroke-width="${(height * weight).toFixed(1)}" stroke-linecap="round" stroke-linejoin="round" opacity="${opacity}"/>`;
}
