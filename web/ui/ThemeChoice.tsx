import { useState } from "react";
import { useWords } from "#web/words/words.tsx";
import { RadioGroup } from "./Choice.tsx";
import { readTheme, setTheme, type Theme } from "./theme.ts";

/** Light, dark or as the system says; for a settings page. */
export function ThemeChoice() {
  const { t } = useWords();
  const [theme, choose] = useState(readTheme);
  const options: { value: Theme; label: string }[] = [
    { value: "system", label: t("shared.theme.system") },
    { value: "light", label: t("shared.theme.light") },
    { value: "dark", label: t("shared.theme.dark") },
  ];
  return (
    <RadioGroup
      label={t("shared.theme")}
      value={theme}
      options={options}
      onChange={(value) => {
        setTheme(value);
        choose(value);
      }}
    />
  );
}
