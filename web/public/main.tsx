import { startApp } from "#web/shell/start.tsx";
import { router } from "./router.tsx";
import { loaders } from "./words.ts";

await startApp({ loaders, router });
