import { create } from "qrcode";

/** White around the code that a camera needs to find it (ISO/IEC 18004: four modules). */
const QUIET = 4;

/** The authenticator's set-up as a code to point a phone at; drawn as one path, so that no picture is fetched. */
export default function SetUpCode({ text, label }: { text: string; label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const size = modules.size + QUIET * 2;
  const dark: string[] = [];
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) dark.push(`M${column + QUIET} ${row + QUIET}h1v1h-1z`);
  return (
    <svg className="set-up-code gap-3" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join("")} fill="#000" />
    </svg>
  );
}
