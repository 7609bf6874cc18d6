// Sets the colour scheme before the first paint. A file of its own, because inline scripts are refused.
(function () {
  var stored = null;
  try {
    stored = localStorage.getItem("comptoir-theme");
  } catch {
    stored = null;
  }
  var dark = stored === "dark" || (stored !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
