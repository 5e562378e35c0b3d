import { useId } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import type { DialogProps } from "./Dialog.tsx";

/** The window of a `Dialog`, apart from it so that a page loads it after it is drawn. */
export default function DialogWindow({ isOpen, onClose, title, mustAnswer = false, actions, children }: DialogProps) {
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
