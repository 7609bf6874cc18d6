import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const backend = process.env["COMPTOIR_API"] ?? "http://127.0.0.1:8199";

/** The shell, the overview, and what both are made of; the words of other pages come with them. */
const FIRST = /src\/((app|api|board|features\/overview|lib|table|ui)\/|i18n\/(account|board|lists|metrics|orders|overview|products|shell)\.)/;

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { host: "127.0.0.1", proxy: { "/api": backend } },
  build: {
    target: "es2022",
    // The panel is served under a policy without inline scripts or data: URLs for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Everything the first view needs comes in three files that are asked for together; the rest on demand.
        codeSplitting: {
          groups: [
            { name: "vendor", test: /node_modules\/(react|react-dom|scheduler|@tanstack|@tabler)\//, priority: 3, entriesAware: true },
            { name: "first", test: FIRST, priority: 2 },
          ],
        },
      },
    },
  },
});
