export { type PageOf, usePages } from "#web/client/pages.ts";
