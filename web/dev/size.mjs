// Measures the JavaScript a first visit to the overview must load before it is usable, gzipped, and fails above the bar.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BAR_KB = 250;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

const gzipped = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1024;

function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const overview = Object.keys(manifest).find((key) => key.endsWith("OverviewPage.tsx"));
const shell = Object.keys(manifest).find((key) => key.endsWith("shell/Shell.tsx"));
const initial = new Set([entry, overview, shell].filter((key) => key !== undefined).flatMap((key) => [...closure(key)]));
let total = 0;
for (const key of initial) total += gzipped(manifest[key].file);
const css = new Set([...initial].flatMap((key) => manifest[key].css ?? []));
const styles = [...css].reduce((sum, file) => sum + gzipped(file), 0);

for (const [key, chunk] of Object.entries(manifest)) {
  if (chunk.file.endsWith(".js")) {
    const mark = initial.has(key) ? "initial" : "lazy   ";
    console.log(`${mark} ${gzipped(chunk.file).toFixed(1).padStart(7)} KB  ${key}`);
  }
}
console.log(`initial JavaScript (entry, shell, overview): ${total.toFixed(1)} KB gzipped of ${BAR_KB} KB; styles ${styles.toFixed(1)} KB`);
if (total > BAR_KB) {
  console.error(`initial JavaScript is ${(total - BAR_KB).toFixed(1)} KB above the bar`);
  process.exit(1);
}
