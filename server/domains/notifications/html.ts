import type { Letter } from "./letters.ts";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter]!);

/** The same words as the text, in large plain letters, with links that can be tapped: no picture, nothing loaded, nothing that counts who reads. */
export function toHtml(letter: Letter, locale: string): string {
  const paragraphs = letter.text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p style="margin:0 0 16px">${withLinks(paragraph).replaceAll("\n", "<br>")}</p>`);
  return [
    `<!doctype html><html lang="${escaped(locale)}"><head><meta charset="utf-8"><title>${escaped(letter.subject)}</title></head>`,
    '<body style="font:18px/1.5 system-ui,sans-serif;color:#1d1b19;max-width:34em;margin:24px auto;padding:0 16px">',
    ...paragraphs,
    "</body></html>",
  ].join("\n");
}

function withLinks(text: string): string {
  return text
    .split(/(https?:\/\/\S+)/)
    .map((part, at) => (at % 2 === 1 ? `<a href="${escaped(part)}" style="word-break:break-all">${escaped(part)}</a>` : escaped(part)))
    .join("");
}
