import {
  Button,
  UNSTABLE_ToastRegion as Region,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
} from "react-aria-components/Toast";
import { useWords } from "#web/words/words.tsx";
import type { ToastWords } from "./toast.ts";

export const queue = new ToastQueue<ToastWords>({ maxVisibleToasts: 2 });

/** The landmark that holds the toasts; reached by F6, read out as they come. */
export default function ToastRegion() {
  const { t } = useWords();
  return (
    <Region queue={queue} className="toasts" aria-label={t("shared.notices")}>
      {({ toast }) => (
        <Toast toast={toast} className="toast">
          <ToastContent>
            <Text slot="title">{toast.content.words}</Text>
          </ToastContent>
          {toast.content.undo && (
            <Button
              onPress={() => {
                toast.content.undo?.();
                queue.close(toast.key);
              }}
            >
              {t("shared.undo")}
            </Button>
          )}
          <Button slot="close">{t("shared.close")}</Button>
        </Toast>
      )}
    </Region>
  );
}
