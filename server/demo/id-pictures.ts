import { strokes } from "./strokes.ts";

/** How an invented person looks, and what stands on their invented ID. */
export interface Looks {
  skin: string;
  hair: string;
  shirt: string;
  /** The room behind them. */
  wall: string;
  style: "long" | "short" | "tied" | "bald";
  /** What the ID says, where it differs from what was typed. */
  idName?: { givenName: string; familyName: string };
}
interface Person {
  givenName: string;
  familyName: string;
  birthDate: string;
  looks: Looks;
}

const INK = "#22303a";
const SOFT = "#5b6a72";

/** A drawn face of 200 by 240: nobody's, and meant to be seen as drawn. */
function face({ skin, hair, shirt, style }: Looks, smile: boolean): string {
  const behind =
    style === "long"
      ? `<path d="M44 108C36 40 70 16 100 16s66 24 58 92l8 84H34z" fill="${hair}"/>`
      : style === "tied"
        ? `<circle cx="146" cy="46" r="24" fill="${hair}"/>`
        : "";
  const above =
    style === "bald"
      ? `<path d="M58 92c-2-8-2-14 0-20M142 92c2-8 2-14 0-20" stroke="${hair}" stroke-width="8" stroke-linecap="round"/>`
      : `<path d="M52 100C46 50 70 28 100 28s54 22 48 72c-6-22-20-34-34-38-20 12-44 12-52 8-6 8-9 18-10 30z" fill="${hair}"/>`;
  const mouth = smile ? "M80 146q20 18 40 0" : "M84 148q16 4 32 0";
  return `${behind}<path d="M18 240c4-44 34-56 62-60l20 12 20-12c28 4 58 16 62 60z" fill="${shirt}"/>
    <path d="M84 150h32v34q-16 14-32 0z" fill="${skin}"/><ellipse cx="100" cy="108" rx="48" ry="58" fill="${skin}"/>
    <path d="M84 172q16 10 32 0v8q-16 12-32 0z" fill="#000" opacity=".12"/>${above}
    <ellipse cx="81" cy="106" rx="5" ry="6" fill="${INK}"/><ellipse cx="119" cy="106" rx="5" ry="6" fill="${INK}"/>
    <path d="M70 93q11-7 21-1M109 92q10-6 21 1M100 110l-6 20q6 4 12 0" fill="none" stroke="${INK}" stroke-width="3" stroke-linecap="round" opacity=".65"/>
    <path d="${mouth}" fill="none" stroke="#8a3b34" stroke-width="4" stroke-linecap="round"/>`;
}

const svg = (width: number, height: number, content: string) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`,
  );

const american = (day: string) => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`;

/** The front of an ID card that no state gives out. */
export function idFront({ birthDate, looks, ...typed }: Person): Buffer {
  const { givenName, familyName } = looks.idName ?? typed;
  const row = (y: number, name: string, value: string) =>
    strokes(name, { x: 350, y, height: 14, colour: SOFT }) + strokes(value, { x: 350, y: y + 26, height: 26, colour: INK, weight: 0.15 });
  const number = `D${birthDate.replaceAll("-", "").slice(2)}${familyName.length}7`;
  return svg(
    860,
    542,
    `<rect width="860" height="542" rx="34" fill="#dfe9e8"/><rect width="860" height="92" rx="34" fill="#2f6f73"/><rect y="50" width="860" height="42" fill="#2f6f73"/>
    ${strokes("Alder State", { x: 40, y: 30, height: 34, colour: "#fff", weight: 0.14 })}${strokes("Identification", { x: 520, y: 37, height: 20, colour: "#fff" })}
    <path d="M0 470q215-70 430 0t430 0v72H0z" fill="#2f6f73" opacity=".13"/>
    <svg x="40" y="126" width="260" height="312" viewBox="0 0 200 240"><rect width="200" height="240" rx="10" fill="#c9d6da"/>${face(looks, false)}</svg>
    ${row(126, "Family name", familyName)}${row(204, "Given name", givenName)}${row(282, "Born", american(birthDate))}${row(360, "Number", number)}
    ${strokes("Good until", { x: 620, y: 282, height: 14, colour: SOFT })}${strokes(`${american(birthDate).slice(0, 6)}2031`, { x: 620, y: 308, height: 22, colour: INK, weight: 0.15 })}
    ${strokes("Demonstration only", { x: 40, y: 484, height: 24, colour: "#2f6f73", opacity: 0.75 })}`,
  );
}

/** Its back: bars that say nothing. */
export function idBack({ birthDate, familyName }: Person): Buffer {
  const seed = `${familyName}${birthDate}`;
  const bars = Array.from({ length: 74 }, (_, at) => {
    const width = 3 + ((seed.charCodeAt(at % seed.length) * (at + 3)) % 7);
    return `<rect x="${60 + at * 10}" y="60" width="${width}" height="120" fill="${INK}"/>`;
  }).join("");
  return svg(
    860,
    542,
    `<rect width="860" height="542" rx="34" fill="#e9efee"/>${bars}
    ${strokes("This card is drawn", { x: 60, y: 250, height: 26, colour: INK })}${strokes("It belongs to nobody", { x: 60, y: 306, height: 26, colour: INK })}
    <rect x="60" y="380" width="430" height="70" fill="#fff" stroke="${SOFT}"/><path d="M80 430q30-60 60 0t60-10 50 4 70-20 60 16 70-6" fill="none" stroke="${INK}" stroke-width="4"/>
    ${strokes("Demonstration only", { x: 40, y: 484, height: 24, colour: "#2f6f73", opacity: 0.75 })}`,
  );
}

/** A picture as if taken by the person at home. */
export function selfie({ looks }: Person): Buffer {
  return svg(
    720,
    640,
    `<rect width="720" height="640" fill="${looks.wall}"/><rect x="60" y="70" width="150" height="190" fill="#fff" opacity=".45"/><path d="M78 240l40-70 32 40 22-26 20 56z" fill="#fff" opacity=".5"/>
    <rect y="520" width="720" height="120" fill="#000" opacity=".12"/><circle cx="610" cy="120" r="64" fill="#ffe9b8" opacity=".8"/>
    <svg x="110" y="40" width="500" height="600" viewBox="0 0 200 240">${face(looks, true)}</svg>`,
  );
}
