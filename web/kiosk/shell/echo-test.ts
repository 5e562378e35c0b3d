import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { newId } from "#web/client/id.ts";
import { measureLine } from "#web/live/echo-line.ts";
import { equipmentHealth, speakerHealth } from "./equipment-health.ts";

/**
 * Measures this station's line: a drawn picture and a tone go to the media engine and come back. Ends at once, with what was measured
 * so far, when somebody touches the screen or signs in.
 */
export async function runEchoTest(stop: AbortSignal): Promise<void> {
  const id = newId();
  let begun = false;
  const exchange = async (offer: string) => {
    const { answer } = await call(api.startEcho, { body: { id, offer } });
    begun = true;
    return answer;
  };
  const { servers } = await call(api.stationRelays).catch(() => ({ servers: [] }));
  // What broke after it had begun is a line that failed; before, the server knows, and asks again when it likes.
  const measured = await measureLine({ exchange, servers }, stop).catch(() => null);
  if (!begun) return;
  const equipment = { ...(await equipmentHealth()), speaker: await speakerHealth() };
  await call(api.finishEcho, { params: { echoId: id }, body: { measured, equipment } }).catch(() => undefined);
}
