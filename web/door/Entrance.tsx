import { lazy, Suspense, useSyncExternalStore } from "react";
import { Brand } from "#web/ui/Brand.tsx";
import { LanguageSwitch } from "#web/ui/LanguageSwitch.tsx";
import { SkipLink } from "#web/ui/SkipLink.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { Door } from "./Door.tsx";
import "./door.css";

const Outbox = lazy(async () => ({ default: (await import("./Outbox.tsx")).Outbox }));

function listen(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}

/** The page at `/`: the four doors, or a demonstration's letters at `/#outbox`. */
export function Entrance() {
  const outbox = useSyncExternalStore(listen, () => location.hash === "#outbox");
  return (
    <>
      <SkipLink />
      <header className="door-top">
        <Brand href="/" />
        <LanguageSwitch />
      </header>
      <main id="main" className="door-page" tabIndex={-1}>
        {outbox ? (
          <Suspense fallback={<Waiting />}>
            <Outbox />
          </Suspense>
        ) : (
          <Door />
        )}
      </main>
    </>
  );
}
