import { useState } from "react";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";

/** Puts a text into the clipboard and says so; where the browser refuses, the text can still be chosen by hand. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useWords();
  const [said, setSaid] = useState<"done" | "refused">();
  const copy = () =>
    navigator.clipboard?.writeText(text).then(
      () => setSaid("done"),
      () => setSaid("refused"),
    ) ?? setSaid("refused");
  return (
    <>
      <Button kind="second" onPress={() => void copy()}>
        {t("staff.copy")}
      </Button>
      <span role="status" className={said ? "copied" : "hidden"}>
        {said && t(said === "done" ? "staff.copy.done" : "staff.copy.refused")}
      </span>
    </>
  );
}
