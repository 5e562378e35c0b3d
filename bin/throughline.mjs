#!/usr/bin/env node
// Plain JavaScript, for whatever Node the machine has: hands over to the pinned Node in node_modules, which reads TypeScript.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bin = path.join(root, "node_modules", ".bin");
const pinned = path.join(bin, "node");
if (!existsSync(pinned)) {
  process.stdout.write("Throughline is not installed yet: run `npm ci --ignore-scripts` here, or `npm start`.\n");
  process.exit(1);
}

const child = spawn(pinned, [path.join(root, "server", "cli.ts"), ...process.argv.slice(2)], {
  // The fourth one is a line between us: when this process is killed the other one hears it, and ends too.
  stdio: ["inherit", "inherit", "inherit", "ipc"],
  env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ""}` },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
