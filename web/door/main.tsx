import { startPage } from "#web/shell/start.tsx";
import { Door } from "./Door.tsx";
import { loaders } from "./words.ts";

await startPage(loaders, <Door />);
