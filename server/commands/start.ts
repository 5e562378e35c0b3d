import { startServer } from "#server/main.ts";
import { openServerLog } from "#server/platform/log-file.ts";
import type { Command } from "./command.ts";

const STOP_MS_MAX = 20_000;

export const command: Command = {
  usage: "start",
  summary: "Starts the database, the media engine, the API and all apps on one port, and runs until it is told to end.",
  async run({ config, say }) {
    const log = openServerLog(config);
    process.on("uncaughtException", (error) => die(error));
    process.on("unhandledRejection", (error) => die(error));
    const die = (error: unknown) => {
      log.fatal({ err: error }, "the server ended itself");
      process.exit(1);
    };

    // Heard again and again: a terminal's Ctrl-C arrives twice, from the terminal and from bin/throughline.mjs.
    const ending = Promise.withResolvers<NodeJS.Signals>();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => ending.resolve(signal));
    const server = await startServer(config, log, say);
    say(`Throughline is at ${server.address}`);
    const signal = await ending.promise;
    log.info({ signal }, "ending");
    setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
    await server.close();
    return { ok: true, result: "" };
  },
};
