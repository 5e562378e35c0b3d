import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const config = fileURLToPath(new URL("../vite.config.ts", import.meta.url));
const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};
/** As strict as the server's own: files of ours only, nothing inline. */
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Builds some pages as they ship, into a folder that `remove()` takes away. */
export async function buildPages(pages: readonly string[]): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "throughline-web-"));
  process.env["THROUGHLINE_PAGES"] = pages.join(",");
  await build({ configFile: config, logLevel: "error", build: { outDir: folder } });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Serves a built folder on a free port of this machine, under the content security policy. */
export async function servePages(folder: string): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    // `/family/sign-in` is drawn by family.html, as the server has it.
    const file = path === "/" ? "/index.html" : extname(path) === "" ? `/${path.split("/")[1]}.html` : path;
    try {
      const bytes = await readFile(join(folder, file));
      response
        .writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream", "content-security-policy": POLICY })
        .end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, close: () => new Promise((resolve) => void server.close(() => resolve())) };
}
