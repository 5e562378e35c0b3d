import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { bareRoutes } from "./vite-routes.ts";
import { readyWords } from "./vite-words.ts";

const root = fileURLToPath(new URL(".", import.meta.url));
const pages = readdirSync(root).filter((name) => name.endsWith(".html"));
// Building some pages only, for a test or while another app is half done: THROUGHLINE_PAGES=kiosk,gallery.
const wanted = process.env["THROUGHLINE_PAGES"]?.split(",");
const apps = pages.map((name) => name.replace(".html", "")).filter((name) => name !== "index");

/** `/family/visits/1` is drawn by `family.html`: every path under an app's name is that app's own. */
const appPages: Plugin = (() => {
  const rewrite = (request: { url?: string | undefined }, _response: unknown, next: () => void) => {
    const app = apps.find((name) => new RegExp(`^/${name}(/[^.]*)?([?#]|$)`).test(request.url ?? ""));
    if (app) request.url = `/${app}.html`;
    next();
  };
  return {
    name: "app-pages",
    configureServer: (server) => void server.middlewares.use(rewrite),
    configurePreviewServer: (server) => void server.middlewares.use(rewrite),
  };
})();

const api = process.env.THROUGHLINE_API ?? "http://localhost:8080";
const proxy = { "/api": { target: api, ws: true } };

export default defineConfig({
  root,
  publicDir: "static",
  plugins: [react(), bareRoutes(), readyWords(), appPages],
  server: { proxy },
  preview: { proxy },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // The oldest browsers served; what is older gets static/unsupported.html.
    target: ["chrome111", "safari16.4", "firefox115"],
    // The content security policy lists no `data:` for fonts and pictures.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: pages.filter((name) => !wanted || wanted.includes(name.replace(".html", ""))).map((name) => `${root}${name}`),
    },
  },
});
