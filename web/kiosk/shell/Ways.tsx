import { LanguageButton } from "./LanguageButton.tsx";
import { ReachButton } from "./ReachButton.tsx";

/** How somebody wants this screen, on each of its pages: the language, and how high it stands. */
export function Ways() {
  return (
    <>
      <LanguageButton />
      <ReachButton />
    </>
  );
}
