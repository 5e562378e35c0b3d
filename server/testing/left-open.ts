import { after } from "node:test";

const GRACE_MS = 10_000;

// Loaded before each test file of a run. A file whose test failed half-way may leave a server or a pool open, which would
// keep the whole run waiting for it. (node's own forced exit loses results that are still on their way out.)
after(() => {
  setTimeout(() => {
    process.stderr.write(`${process.argv[1]} left something open; its process is ended.\n`);
    process.exit();
  }, GRACE_MS).unref();
});
