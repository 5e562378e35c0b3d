import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as lasting } from "node:timers/promises";
import { WebSocketServer } from "ws";
import type { Evidence, FromParty, Seat } from "#contracts/live.ts";
import { ownCode } from "#server/testing/own-code.ts";
import type { givenLines, Heard } from "./lines.ts";
import { ROOM_PAGE } from "./room-page.ts";

/** What this test asks of a browser's page; both drivers' pages have it. */
interface Page {
  goto(address: string): Promise<unknown>;
  reload(): Promise<unknown>;
  close(): Promise<void>;
  evaluate(code: string): Promise<unknown>;
}
export interface Tabs {
  newPage(): Promise<Page>;
}

type End = "family" | "resident";
type Line = Awaited<ReturnType<Awaited<ReturnType<typeof givenLines>>["familyLine"]>>;
/** What stands between a page and the server's line, where a page is to be of another version than this one. */
export interface Between {
  said(message: FromParty): FromParty | undefined;
  heard(message: Heard): Heard | undefined;
}
export const nothingBetween: Between = { said: (message) => message, heard: (message) => message };

/** One end of a visit on a browser's page of its own. */
export interface Screen {
  /** All that the page said and was told, over every load of it. */
  said: FromParty[];
  heard: Heard[];
  join(): Promise<void>;
  reload(): Promise<void>;
  close(): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  leave(): Promise<void>;
  /** How loud that one is just now: the root of the mean square of what was decoded (W3C webrtc-stats), 0 to 1. */
  loudness(seat: Seat): Promise<number>;
  /** Waits for this many new frames of that one, however many there were, and until the page itself says that both come. */
  sees(seat: Seat, frames?: number): Promise<void>;
  reports(): Evidence[];
}

const WAIT_MS_MAX = 60_000;
const LOOK_EVERY_MS = 100;
const LISTEN_MS = 700;

/** Waits until `look` says so; what it waited for stands in the error. */
export async function until(what: string, look: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + WAIT_MS_MAX;
  while (!(await look())) {
    if (performance.now() > deadline) throw new Error(`not within ${WAIT_MS_MAX} ms: ${what}`);
    await lasting(LOOK_EVERY_MS);
  }
}

/** A website of nothing but the page; its sockets are carried to the server's own lines, which are signed in already. */
export async function startScreens() {
  const lines = new Map<string, { open(): Promise<Line>; between: Between; screen: Pick<Screen, "said" | "heard"> }>();
  const http = createServer(async (request, response) => {
    const code = await ownCode(request.url ?? "");
    response.setHeader("content-type", code === undefined ? "text/html" : "text/javascript").end(code ?? ROOM_PAGE);
  });
  const sockets = new WebSocketServer({ server: http });
  sockets.on("connection", async (socket, request) => {
    const end = lines.get(request.url ?? "");
    if (!end) return socket.close();
    const waiting: FromParty[] = [];
    let line: Line | undefined;
    socket.on("message", (bytes) => {
      const message = end.between.said(JSON.parse(String(bytes)) as FromParty);
      if (!message) return;
      end.screen.said.push(message);
      if (line) line.say(message);
      else waiting.push(message);
    });
    // A page that knocks while the server goes down is let in by nobody.
    line = await end.open().catch(() => undefined);
    if (!line) return socket.close();
    const { heard } = line;
    socket.on("close", () => line?.socket.close());
    for (const message of waiting) line.say(message);
    let told = 0;
    const tell = () => {
      for (const message of heard.slice(told)) {
        told += 1;
        // The line has answered it already.
        const given = message.type === "challenge" ? undefined : end.between.heard(message);
        if (given) end.screen.heard.push(given);
        if (given && socket.readyState === socket.OPEN) socket.send(JSON.stringify(given));
      }
    };
    line.socket.on("heard", tell).on("close", () => socket.close());
    tell();
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = http.address() as AddressInfo;

  return {
    /** Opens the waiting room of one end of this visit in that browser. */
    async open(tabs: Tabs, visit: Awaited<ReturnType<typeof givenLines>>, end: End, between = nothingBetween): Promise<Screen> {
      const at = `/${visit.visitId}/${end}`;
      const [said, heard]: [FromParty[], Heard[]] = [[], []];
      lines.set(at, { open: end === "family" ? visit.familyLine : visit.residentLine, between, screen: { said, heard } });
      const page = await tabs.newPage();
      const ask = (code: string) => page.evaluate(`window.visit.${code}`);
      const ready = () =>
        until(`the ${end}'s page stands`, async () => Boolean(await page.evaluate("window.visit?.room.snapshot().room?.seat")));
      await page.goto(`http://127.0.0.1:${port}${at}`);
      await ready();
      return {
        said,
        heard,
        join: async () => void (await ask("join()")),
        async reload() {
          await page.reload();
          await ready();
        },
        close: () => page.close(),
        setMicrophone: async (on) => void (await ask(`room.setMicrophone(${on})`)),
        leave: async () => void (await ask("room.leave()")),
        async loudness(seat) {
          const look = async () => (await ask(`soundOf("${seat}")`)) as [energy: number, seconds: number];
          const [[energy, from], [more, to]] = [await look(), await lasting(LISTEN_MS).then(look)];
          return to > from ? Math.sqrt((more - energy) / (to - from)) : 0;
        },
        async sees(seat, frames = 20) {
          const seen = async () => (await ask(`frames("${seat}")`)) as number;
          const before = await seen();
          await until(`the ${end} sees ${frames} frames of ${seat}`, async () => (await seen()) >= before + frames);
          await until(`the ${end} has sound and picture of ${seat}`, async () => (await ask(`reaching("${seat}")`)) === "both");
        },
        reports: () => said.filter((message) => message.type === "evidence"),
      };
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      http.close();
    },
  };
}
