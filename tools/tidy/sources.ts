import { globSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..", "..");

/** Paths of our own files that match, from the top of the repository. */
export function sources(...patterns: string[]): string[] {
  return globSync(patterns, { cwd: ROOT, exclude: ["**/node_modules/**", "**/dist/**", ".data/**"] }).sort();
}

/** The text of one of them. */
export function textOf(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8");
}

/** What a file imports, by the names it writes; what it imports only as types is left out where asked. */
export function importsOf(file: string, options: { types: boolean } = { types: true }): string[] {
  const found = textOf(file).matchAll(/(import|export)\s+(type\s+)?[^;"]*?(?:from\s*)?"([^"]+)"|import\("([^"]+)"\)/g);
  return [...found].filter(([, , type]) => options.types || !type).map(([, , , name, later]) => name ?? later ?? "");
}
