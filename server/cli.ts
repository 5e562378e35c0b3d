import { main } from "#server/commands/main.ts";

// bin/throughline.mjs started us; if it is killed, nobody is left who could end this process.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();

process.exitCode = await main(process.argv.slice(2), process.env, (line) => void process.stdout.write(`${line}\n`));
