import { startApp } from "#web/shell/start.tsx";
import { router } from "./router.tsx";
import { loaders } from "./words.ts";
import "./public.css";

await startApp({ loaders, router });
