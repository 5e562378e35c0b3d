/** Reads tokens.css for those who must know its values: the contrast test and the gallery's numbers. */

export const themes = ["light", "dark", "kiosk light", "kiosk dark"] as const;
export type Theme = (typeof themes)[number];

const selectors: Record<Theme, readonly string[]> = {
  light: [":root"],
  dark: [":root", ':root[data-theme="dark"]'],
  "kiosk light": [":root", ':root[data-app="kiosk"]'],
  "kiosk dark": [":root", ':root[data-theme="dark"]', ':root[data-app="kiosk"]', ':root[data-app="kiosk"][data-theme="dark"]'],
};

/** The value of every token in one theme, later blocks winning as the browser lets them. */
export function valuesOf(css: string, theme: Theme): Map<string, string> {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, "");
  const values = new Map<string, string>();
  for (const selector of selectors[theme]) {
    const start = plain.indexOf(`\n${selector} {`);
    if (start < 0) throw new Error(`tokens.css has no ${selector}`);
    const block = plain.slice(start, plain.indexOf("}", start));
    for (const [, name = "", value = ""] of block.matchAll(/--([\w-]+):\s*([^;]+);/g)) values.set(name, value.trim());
  }
  return values;
}

/** WCAG 2.2 contrast of two tokens (or colours), 1 to 21. */
export function contrast(values: ReadonlyMap<string, string>, one: string, other: string): number {
  const [light, dark] = [one, other]
    .map((name) => luminance(name.startsWith("#") ? name : (values.get(name) ?? missing(name))))
    .sort((a, b) => b - a) as [number, number];
  return Math.round(((light + 0.05) / (dark + 0.05)) * 100) / 100;
}

function missing(name: string): never {
  throw new Error(`tokens.css has no --${name}`);
}

/** Relative luminance (WCAG 2.2) of `#RRGGBB`. */
function luminance(colour: string): number {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  if (!hex) throw new Error(`not a plain colour: ${colour}`);
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4);
}
