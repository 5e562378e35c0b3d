import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, test } from "node:test";
import Fastify, { type FastifyInstance } from "fastify";
import { registerPatience } from "./patience.ts";

const app: FastifyInstance = Fastify({ requestTimeout: 60_000, forceCloseConnections: true });
registerPatience(app, { bodyMs: 100, uploadMs: 60_000 });
app.post("/word", async () => "heard");
app.post("/file", { config: { upload: true } }, async () => "heard");
await app.listen({ port: 0, host: "127.0.0.1" });
after(() => app.close());
const { port } = app.server.address() as { port: number };

/** Sends the first half of a body, and the second when `rest` says so; answers with all that came back. */
async function sent(path: string, rest: Promise<unknown>): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const pieces: string[] = [];
  socket.on("data", (piece) => pieces.push(piece.toString()));
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  socket.write(`POST ${path} HTTP/1.1\r\nhost: here\r\ncontent-type: text/plain\r\ncontent-length: 8\r\nconnection: close\r\n\r\nhalf`);
  void rest.then(() => socket.writable && socket.write("half"));
  await closed;
  return pieces.join("");
}

test("a body that stops in the middle is given up, and a file's is waited for", async () => {
  const file = Promise.withResolvers<void>();
  const slow = sent("/file", file.promise);
  assert.match(await sent("/word", new Promise(() => {})), /^HTTP\/1.1 408/);
  // The word was given up; the file, begun before it, is still awaited.
  file.resolve();
  assert.match(await slow, /^HTTP\/1.1 200/);
  assert.match(await sent("/word", Promise.resolve()), /^HTTP\/1.1 200/);
});
