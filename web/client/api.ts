import { routes } from "#contracts/routes.ts";
import type { Wire } from "./call.ts";

type Routes = typeof routes;

/**
 * Every operation of the server by name: `call(api.holdPlace, { params, body })`. In the browser's build the routes come
 * without their schemas (web/vite-routes.ts), so only `id`, `method` and `path` may be read here.
 */
export const api = routes as unknown as { [Name in keyof Routes]: Wire<Routes[Name]> };
