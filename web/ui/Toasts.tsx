import { lazy, Suspense, useSyncExternalStore } from "react";
import { toastsWanted } from "./toast.ts";

const ToastRegion = lazy(() => import("./ToastRegion.tsx"));

/** Where toasts appear; stands once in every app, and loads nothing until the first one. */
export function Toasts() {
  const wanted = useSyncExternalStore(toastsWanted.subscribe, toastsWanted.read);
  return (
    wanted && (
      <Suspense>
        <ToastRegion />
      </Suspense>
    )
  );
}
