import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import type { Plugin } from "vite";

const sentences = /\/web\/words\/(?:en|es)\/(?:errors\/)?[\w-]+\.ts$/;
const compiler = "@lingui/message-utils/compileMessage";
const ready = "\0messages-are-ready";

/**
 * Parses every ICU message while building, so that no browser loads the parser (8 KB gzipped) or runs it.
 * Node's tests read the same files as they are.
 */
export function readyWords(): Plugin {
  return {
    name: "ready-words",
    enforce: "pre",
    resolveId: (source) => (source === compiler ? ready : null),
    async load(id) {
      if (id === ready) return "export const compileMessage = (message) => message;";
      const file = id.split("?")[0] ?? "";
      if (!sentences.test(file)) return null;
      this.addWatchFile(file);
      // Node keeps a module by its address; a changed file needs another one.
      const module = (await import(`${pathToFileURL(file).href}?changed=${statSync(file).mtimeMs}`)) as Record<
        string,
        Record<string, string>
      >;
      return Object.entries(module)
        .map(([name, words]) => `export const ${name} = ${JSON.stringify(compileAll(words))};`)
        .join("\n");
    },
  };
}

const compileAll = (words: Record<string, string>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(words).map(([id, message]) => [id, compileMessage(message)]));
