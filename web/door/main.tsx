import { startPage } from "#web/shell/start-page.tsx";
import { Entrance } from "./Entrance.tsx";
import { loaders } from "./words.ts";

await startPage(loaders, <Entrance />);
