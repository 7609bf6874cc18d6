// Photographs every page of the built panel over the mock at both sizes and in both themes, runs axe on each, and fails
// on a violation or a message on the console. `node dev/screenshots.mjs [folder] [name filter]`; builds nothing itself.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { startMock } from "./mock.mjs";
import { PAGES } from "./pages.mjs";

const folder = process.argv[2] ?? fileURLToPath(new URL("../../screenshots/panel", import.meta.url));
const filter = process.argv[3] ?? "";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SIZES = [["desk", 1440, 900], ["phone", 390, 844]];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

mkdirSync(folder, { recursive: true });
const server = await startMock(0);
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let bad = 0;
const complain = (text) => {
  bad += 1;
  console.error(text);
};

for (const [size, width, height] of SIZES) {
  for (const theme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: "reduce", hasTouch: size === "phone" });
    for (const { name, path, before, act } of PAGES) {
      const label = `${name}-${size}-${theme}`;
      if (filter !== "" && !label.includes(filter)) continue;
      await fetch(`${origin}/api/v1/mock/${before ?? "reset?id=demo"}`);
      const page = await context.newPage();
      page.on("pageerror", (error) => complain(`${label}: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() === "error" && !message.text().includes("401")) complain(`${label}: ${message.text()}`);
      });
      await page.goto(origin + path);
      await page.locator("h1").first().waitFor({ state: "attached", timeout: 15000 }).catch(() => complain(`${label}: no heading`));
      await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null, undefined, { timeout: 15000 }).catch(() => complain(`${label}: still loading`));
      page.setDefaultTimeout(8000);
      if (act) await act(page, size).catch((error) => complain(`${label}: ${error.message}`));
      await page.waitForTimeout(350);
      await page.screenshot({ path: join(folder, `${label}.png`), timeout: 30000 });
      await page.evaluate(axe);
      const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags, rules: { region: { enabled: false } } }), TAGS);
      for (const rule of found.violations) {
        complain(`${label}: axe ${rule.id} (${rule.impact}): ${rule.help}\n  ${rule.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`).join("\n  ")}`);
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) complain(`${label}: the page is ${wide} px wider than the screen`);
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
server.closeAllConnections();
server.close();
console.log(bad === 0 ? `all pages photographed into ${folder}, axe found nothing` : `${bad} findings`);
process.exit(bad === 0 ? 0 : 1);
