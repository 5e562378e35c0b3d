export type Theme = "system" | "light" | "dark";
const KEY = "throughline.theme";

/** What was chosen in this browser; `static/early.js` has set it before the first paint. */
export function readTheme(): Theme {
  const set = document.documentElement.dataset.theme;
  return set === "light" || set === "dark" ? set : "system";
}

/** Light, dark, or as the system says, from now on in this browser. */
export function setTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing keeps the choice while the page is open.
  }
}
