import { type ReactNode, useState } from "react";
import type { Problem } from "#web/client/problem.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";

/** A button that takes something away, and the question before it does; what is lost stands in the question. */
export function Ending({
  kind,
  words,
  act,
  onYes,
  children,
}: {
  kind: "second" | "stop-second";
  words: { open: string; title: string; yes: string; no: string };
  act: { isPending: boolean; error: Problem | null; reset: () => void };
  onYes: (close: () => void) => void;
  children: ReactNode;
}) {
  const [asking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
    act.reset();
  };
  return (
    <>
      <p>
        <Button kind={kind} onPress={() => setAsking(true)}>
          {words.open}
        </Button>
      </p>
      <Dialog
        isOpen={asking}
        onClose={close}
        title={words.title}
        actions={
          <>
            <Button kind="stop" isPending={act.isPending} onPress={() => onYes(close)}>
              {words.yes}
            </Button>
            <Button kind="second" onPress={close}>
              {words.no}
            </Button>
          </>
        }
      >
        {children}
        {act.error && <Refusal problem={act.error} />}
      </Dialog>
    </>
  );
}
