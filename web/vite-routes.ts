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
      const other = Object.entries(routes).filter(([name, { id }]) => name !== id);
      if (other.length > 0) throw new Error(`a route stands under another name than its id: ${other[0]?.[0]}`);
      // A line for each: names of fields, over and over, would cost every page half as much again.
      const lines = Object.values(routes).map(({ id, method, path }) => `${id} ${method} ${path}`);
      return `export const routes = Object.fromEntries(${JSON.stringify(lines.join("\n"))}.split("\\n").map((line) => {
        const [id, method, path] = line.split(" ");
        return [id, { id, method, path }];
      }));`;
    },
  };
}
