import { lazy, type ReactNode, Suspense, useEffect } from "react";

const load = () => import("./DialogWindow.tsx");
const DialogWindow = lazy(load);

export interface DialogProps {
  isOpen: boolean;
  /** Told when the reader presses Escape or outside; never for `mustAnswer`. */
  onClose: () => void;
  title: ReactNode;
  /** Something is lost or starts: read out at once, and only its own buttons close it. */
  mustAnswer?: boolean;
  /** The buttons, the one that acts first. */
  actions: ReactNode;
  children?: ReactNode;
}

/** A question over the page. Holds the focus while open and gives it back to where it was. */
export function Dialog(props: DialogProps) {
  // Fetched once the page is at rest: a question may have to be asked when the network is gone.
  useEffect(() => {
    const timer = setTimeout(load, AT_REST_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    props.isOpen && (
      <Suspense>
        <DialogWindow {...props} />
      </Suspense>
    )
  );
}

const AT_REST_MS = 2000;
