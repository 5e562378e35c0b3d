import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { WebSocketServer } from "ws";
import { createMediaServer, type FromBrowser, type MediaEvent, type MediaOptions, type MediaServer } from "#server/domains/media/index.ts";
import { createLog } from "#server/platform/log.ts";
import { launchBrowser } from "#server/testing/browser.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { ownCode } from "#server/testing/own-code.ts";
import { PAGE } from "./page.ts";

/** What the page object `window.room` offers; see page.ts. */
export interface PageRoom {
  frames: Record<string, number>;
  log: string[];
  join(what?: { video?: boolean; audio?: boolean }): Promise<void>;
  watch(): Promise<void>;
  wait(): Promise<void>;
  letIn(): Promise<void>;
  offer(): Promise<void>;
  shrink(): Promise<void>;
  close(): Promise<void>;
  mute(on: boolean): void;
  packets(): Promise<{ audio: number; video: number }>;
}

/** The part of a media server that a page speaks with. */
export type Wire = Pick<MediaServer, "prepare" | "join" | "watch" | "signal" | "leave">;

export interface Pages {
  /** Where the pages are, host and port. */
  address: string;
  /** A page of its own browser profile in the room, ready to join under this id. */
  page(roomId: string, id: string, claims?: "e2ee"): Promise<Page>;
  close(): Promise<void>;
}

export interface Harness extends Pages {
  media: MediaServer;
  /** A folder of this run, removed at the end. */
  folder: string;
  events: MediaEvent[];
  /** The first event since the harness began, or the next one, that fits. */
  event(fits: (event: MediaEvent) => boolean): Promise<MediaEvent>;
  enginePid(): Promise<number>;
}

/** A media server with the least of a website around it: a page, and a socket that carries signalling. */
export async function startHarness(
  options: Partial<MediaOptions> = {},
  browserArgs: string[] = [],
  more: Record<string, string> = {},
): Promise<Harness> {
  const folder = await mkdtemp(path.join(tmpdir(), "throughline-media-"));
  const dataFolder = path.join(folder, "media");
  const log = createLog("silent");
  const media = createMediaServer({ dataFolder, log, address: ensureMediaAddress(), recordingFreeBytesMin: 1_000_000, ...options });
  const events: MediaEvent[] = [];
  const waiting = new Set<(event: MediaEvent) => void>();
  media.on((event) => {
    events.push(event);
    for (const hear of [...waiting]) hear(event);
  });
  await media.start();
  const pages = await startPages(media, browserArgs, more);

  return {
    media,
    folder,
    events,
    address: pages.address,
    page: pages.page,
    async event(fits) {
      const found = events.find(fits);
      if (found) return found;
      return new Promise((resolve) => {
        const hear = (event: MediaEvent) => {
          if (!fits(event)) return;
          waiting.delete(hear);
          resolve(event);
        };
        waiting.add(hear);
      });
    },
    enginePid: async () => Number(await readFile(path.join(dataFolder, "engine.pid"), "utf8")),
    async close() {
      await pages.close();
      await media.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The least of a website: a page (or `more`, by path), and a socket that carries its signalling. */
export async function startPages(media: Wire, browserArgs: string[] = [], more: Record<string, string> = {}): Promise<Pages> {
  const http = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://here");
    const code = await ownCode(pathname);
    if (code !== undefined) return void response.setHeader("content-type", "text/javascript").end(code);
    response.setHeader("content-type", "text/html").end(more[pathname] ?? PAGE);
  });
  const sockets = new WebSocketServer({ server: http });
  sockets.on("connection", (socket, request) => {
    const query = new URL(request.url ?? "", "http://here").searchParams;
    const [roomId = "", id = ""] = (query.get("id") ?? "").split(".");
    const send = (message: object) => socket.send(JSON.stringify(message));
    socket.on("message", (data) => {
      const message = JSON.parse(String(data)) as { type: "prepare" | "join" | "watch" | "signal"; message: FromBrowser };
      const done =
        message.type === "prepare" || message.type === "join" || message.type === "watch"
          ? media[message.type](roomId, id, send)
          : media.signal(roomId, id, message.message);
      done.catch((error: unknown) => send({ type: `refused ${error}` }));
    });
    socket.on("close", () => void media.leave(roomId, id));
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = http.address() as AddressInfo;

  let browser: Promise<Browser> | undefined;
  return {
    address: `127.0.0.1:${port}`,
    async page(roomId, id, claims) {
      browser ??= launchBrowser(browserArgs);
      const context = await (await browser).newContext();
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      await page.goto(`http://127.0.0.1:${port}/?id=${roomId}.${id}${claims ? `&${claims}` : ""}`);
      return page;
    },
    async close() {
      await (await browser)?.close();
      for (const socket of sockets.clients) socket.terminate();
      http.close();
    },
  };
}

/** Joins with camera and microphone, and lets a test say so in one line. */
export function join(page: Page, what?: { video?: boolean; audio?: boolean }): Promise<void> {
  return page.evaluate((with_) => (window as unknown as { room: PageRoom }).room.join(with_), what);
}

export function framesFrom(page: Page, id: string): Promise<number> {
  return page.evaluate((from) => (window as unknown as { room: PageRoom }).room.frames[from] ?? 0, id);
}

/** Resolves once `more` new frames of this person have been shown, however many there were. */
export async function seesFrames(page: Page, id: string, more = 10, timeout = 10_000): Promise<void> {
  const before = await framesFrom(page, id);
  await page.waitForFunction(
    ({ from, least }) => ((window as unknown as { room: PageRoom }).room.frames[from] ?? 0) >= least,
    { from: id, least: before + more },
    { timeout, polling: 50 },
  );
}

/** Has the page do something with its `window.room`. */
export function inRoom(page: Page, act: "offer" | "watch" | "wait" | "letIn" | "close" | "shrink"): Promise<void> {
  return page.evaluate((name) => (window as unknown as { room: PageRoom }).room[name]() as Promise<void>, act);
}

/** Packets received since the page's receiving connection began. */
export function packetsAt(page: Page): Promise<{ audio: number; video: number }> {
  return page.evaluate(() => (window as unknown as { room: PageRoom }).room.packets());
}
