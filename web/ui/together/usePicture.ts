import { useEffect, useState } from "react";

/** Asks for a picture's bytes with what the app's requests carry (the kiosk's proof), and keeps the last few in this page's memory. */
export type LoadPicture = (pictureId: string) => Promise<Blob>;

const KEPT_MAX = 12;

/** The address of a picture that is shown now; null while it comes, and where there is none. */
export function usePicture(pictureId: string | null, load: LoadPicture): string | null {
  const [urls] = useState(() => new Map<string, string>());
  const [, setCome] = useState(0);
  useEffect(() => {
    if (!pictureId || urls.has(pictureId)) return;
    let gone = false;
    load(pictureId)
      .then((blob) => {
        if (gone) return;
        const [oldest] = urls.keys();
        if (urls.size >= KEPT_MAX && oldest) {
          URL.revokeObjectURL(urls.get(oldest) ?? "");
          urls.delete(oldest);
        }
        urls.set(pictureId, URL.createObjectURL(blob));
        setCome((count) => count + 1);
      })
      // A picture that does not come leaves the page blank; drawing goes on, and turning back asks again.
      .catch(() => {});
    return () => {
      gone = true;
    };
  }, [pictureId, load, urls]);
  useEffect(
    () => () => {
      for (const url of urls.values()) URL.revokeObjectURL(url);
      urls.clear();
    },
    [urls],
  );
  return pictureId ? (urls.get(pictureId) ?? null) : null;
}
