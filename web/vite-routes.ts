import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const client = fileURLToPath(new URL("./client/api.ts", import.meta.url));
const bare = "\0bare-routes";

/**
 * Gives `web/client/api.ts` the routes of the contracts without their schemas: a browser needs a method and
 * a path, and the schemas' library alone would take a third of what a sign-in form may load. Types are untouched.
 */
export function bareRoutes(): Plugin {
  return {
    name: "bare-routes",
    enforce: "pre",
    resolveId: (source, importer) => (source === "#contracts/routes.ts" && importer === client ? bare : null),
    async load(id) {
      if (id !== bare) return null;
      const { routes } = await import("#contracts/routes.ts");
      const table = Object.entries(routes).map(([name, { id, method, path }]) => [name, { id, method, path }]);
      return `export const routes = ${JSON.stringify(Object.fromEntries(table))};`;
    },
  };
}
