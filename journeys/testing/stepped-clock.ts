/**
 * Loaded before a server that a journey starts: its clock steps when the journey says so, as that of a machine whose time is set.
 * The media engine and the database keep the machine's own.
 */
let offsetMs = 0;
const [instant, epoch] = [Temporal.Now.instant, Date.now];
Temporal.Now.instant = () => instant().add({ milliseconds: offsetMs });
Date.now = () => epoch() + offsetMs;

process.on("message", (said: { clockAheadMs?: number }) => {
  offsetMs = said.clockAheadMs ?? offsetMs;
});
process.channel?.unref();
