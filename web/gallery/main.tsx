import { startPage } from "#web/shell/start-page.tsx";
import { Gallery } from "./Gallery.tsx";
import { loaders } from "./words.ts";

await startPage(loaders, <Gallery />);
