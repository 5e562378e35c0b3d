import { startPage } from "#web/shell/start.tsx";
import { Entrance } from "./Entrance.tsx";
import { loaders } from "./words.ts";

await startPage(loaders, <Entrance />);
