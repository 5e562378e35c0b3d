import { createMediaServer } from "#server/domains/media/index.ts";
import { createLog } from "#server/platform/log.ts";

/** A server that has an engine and nothing else, for tests to kill: `node engine-owner.ts <folder> <address>`. */
const [dataFolder = "", address] = process.argv.slice(2);
const media = createMediaServer({ dataFolder, address, log: createLog("silent") });
await media.start();
process.stdout.write(`${media.health().status}\n`);
setInterval(() => undefined, 60_000);
