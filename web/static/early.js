// Runs before the first paint, in the oldest browser that may come by: nothing here is younger than 2009.
function early() {
  var root = document.documentElement;
  var theme;
  var locale;
  // Chrome 111, Safari 16.4 and Firefox 119 learned this one; it stands for all that the apps need.
  if (!("isWellFormed" in String.prototype)) {
    location.replace("/unsupported.html");
    return;
  }
  try {
    theme = localStorage.getItem("throughline.theme");
    locale = localStorage.getItem("throughline.locale");
    // biome-ignore lint/correctness/noUnusedVariables: a catch without a name is of 2019.
  } catch (refused) {
    // A browser that keeps nothing still gets the system's own theme.
  }
  if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
  if (locale === "en" || locale === "es") root.lang = locale;
}
early();
