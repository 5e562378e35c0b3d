import { readFileSync } from "node:fs";
import path from "node:path";

const packageJson = JSON.parse(readFileSync(path.join(import.meta.dirname, "..", "..", "package.json"), "utf8")) as { version: string };

/** This program's version, as package.json says it. */
export const VERSION: string = packageJson.version;
