import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { mutations } from "./table.ts";

/** Loaded before a test file: changes the text of the modules that THROUGHLINE_MUTATION names while they are loaded. Nothing on the disk changes. */
const ROOT = path.join(import.meta.dirname, "..", "..");
const mutation = mutations[process.env.THROUGHLINE_MUTATION ?? ""];
if (!mutation) throw new Error("THROUGHLINE_MUTATION names no mutation");
const edits = new Map(mutation.edits.map((edit) => [pathToFileURL(path.join(ROOT, edit.file)).href, edit]));

// A property that fails says then which assertion it was, and not only for which values.
fc.configureGlobal({ includeErrorInReport: true });

registerHooks({
  load(url, context, nextLoad) {
    const edit = edits.get(url);
    if (!edit) return nextLoad(url, context);
    const text = readFileSync(new URL(url), "utf8");
    const parts = text.split(edit.from);
    // The code has moved on: this check must move with it, or it checks nothing.
    if (parts.length !== 2) throw new Error(`${edit.file} has the text to change ${parts.length - 1} times`);
    process.stderr.write(`mutated ${edit.file}\n`);
    return { format: "module-typescript", source: parts.join(edit.to), shortCircuit: true };
  },
});
