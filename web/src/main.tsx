import "@mantine/core/styles.css";
import "@/tokens/fonts.css";
import "@/tokens/tokens.css";
import "@/tokens/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";

/** After an update the old parts are gone from the server: fetch the new page, at most once a minute. */
window.addEventListener("vite:preloadError", (event) => {
  const last = Number(sessionStorage.getItem("comptoir-reloaded") ?? 0);
  if (Date.now() - last < 60_000) return;
  sessionStorage.setItem("comptoir-reloaded", String(Date.now()));
  event.preventDefault();
  location.reload();
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
