import { type ReactNode, useId } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";

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
export function Dialog({ isOpen, onClose, title, mustAnswer = false, actions, children }: DialogProps) {
  const id = useId();
  return (
    <ModalOverlay
      className="veil"
      isOpen={isOpen}
      isDismissable={!mustAnswer}
      isKeyboardDismissDisabled={mustAnswer}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="dialog-frame">
        <AriaDialog
          className="dialog"
          role={mustAnswer ? "alertdialog" : "dialog"}
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-words`}
        >
          <h2 id={`${id}-title`}>{title}</h2>
          <div className="dialog-words stack" id={`${id}-words`}>
            {children}
          </div>
          <div className="actions">{actions}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
