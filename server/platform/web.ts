import { existsSync } from "node:fs";
import path from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";

/** The apps, and the gallery of their parts. */
const APPS = ["family", "kiosk", "staff", "public", "gallery"] as const;
const YEAR_SECONDS = 31_536_000;

/** Serves the built web apps: hashed assets for ever, pages never from a cache, each app's own paths all with its page. */
export function registerWeb(app: FastifyInstance, dist: string): void {
  app.register(async (routes) => {
    await routes.register(fastifyStatic, { root: dist, serve: false, preCompressed: true });
    const config = { permission: "public.read" } as const;
    const schema = { hide: true };
    const page = (name: string) => (_request: unknown, reply: FastifyReply) =>
      reply.header("cache-control", "no-cache").sendFile(`${name}.html`, { cacheControl: false });

    routes.get("/", { config, schema }, page("index"));
    for (const name of APPS) {
      routes.get(`/${name}`, { config, schema }, page(name));
      routes.get(`/${name}/*`, { config, schema }, page(name));
    }
    routes.get("/assets/*", { config, schema }, (request, reply) => {
      const { "*": file } = request.params as { "*": string };
      if (!existsSync(path.join(dist, "assets", path.normalize(`/${file}`)))) return reply.callNotFound();
      return reply
        .header("cache-control", `public, max-age=${YEAR_SECONDS}, immutable`)
        .sendFile(`assets/${file}`, { cacheControl: false });
    });
    // What stands beside the pages: icons, the manifest, the page for old browsers.
    routes.get("/:file", { config, schema }, (request, reply) => {
      const { file } = request.params as { file: string };
      if (!/^[\w-]+\.(svg|png|ico|webmanifest|txt|js|css|html)$/.test(file) || !existsSync(path.join(dist, file)))
        return reply.callNotFound();
      return reply.header("cache-control", "no-cache").sendFile(file, { cacheControl: false });
    });
  });
}
