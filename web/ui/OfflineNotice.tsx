import { useSyncExternalStore } from "react";
import { useWords } from "#web/words/words.tsx";

function listen(changed: () => void): () => void {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
}
/** Whether the browser believes that it has a network; it may be wrong, requests say more. */
const useOnline = (): boolean => useSyncExternalStore(listen, () => navigator.onLine);

/** Says that what is shown may be old; goes away by itself. */
export function OfflineNotice() {
  const { t } = useWords();
  const online = useOnline();
  return <div role="status">{!online && <p className="offline">{t("shared.offline")}</p>}</div>;
}
