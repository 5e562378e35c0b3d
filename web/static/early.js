// biome-ignore-all lint: written for browsers that know nothing younger than 2009.
// Runs before the first paint, in the oldest browser that may come by.
(() => {
  var root = document.documentElement;
  // Chrome 111, Safari 16.4 and Firefox 119 learned this one; it stands for all that the apps need.
  if (!("isWellFormed" in String.prototype)) {
    location.replace("/unsupported.html");
    return;
  }
  try {
    var theme = localStorage.getItem("throughline.theme");
    var locale = localStorage.getItem("throughline.locale");
    if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
    if (locale === "en" || locale === "es") root.lang = locale;
  } catch (refused) {
    // A browser that keeps nothing still gets the system's own theme.
  }
})();
