import type { FastifyInstance } from "fastify";

/** How long a request may take to arrive: its head, its body, and a body that is a file. */
export interface Patience {
  bodyMs: number;
  uploadMs: number;
}
export const PATIENCE: Patience = { bodyMs: 30_000, uploadMs: 600_000 };

/**
 * The HTTP server itself has one limit for all requests: it is the one for files, and every other body is given up sooner, so that nobody holds
 * connections open by sending a letter a minute.
 */
export function registerPatience(app: FastifyInstance, { bodyMs }: Patience = PATIENCE): void {
  app.addHook("onRequest", async (request, reply) => {
    const { headers, raw, routeOptions } = request;
    const hasBody = headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
    if (!hasBody || routeOptions.config.upload) return;
    const timer = setTimeout(() => {
      if (raw.complete) return;
      raw.socket.end("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n", () => raw.socket.destroy());
    }, bodyMs).unref();
    reply.raw.once("close", () => clearTimeout(timer));
  });
}
