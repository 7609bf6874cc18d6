// House rules of the front-end that the compiler does not know. Prints every breach with its line; exits 1 if any.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join, relative } from "node:path";

const root = fileURLToPath(new URL("../", import.meta.url));
const MAX_LINES = 300;
const P95_LINES = 220;

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

const LINE_RULES = [
  { ext: /\.tsx?$/, pattern: /(:|<|\bas|\|)\s*any\b/, says: "no any: name the type" },
  { ext: /\.tsx?$/, pattern: /@ts-(ignore|nocheck|expect-error)/, says: "no ts-ignore: mend the type" },
  { ext: /\.tsx?$/, pattern: /eslint-disable/, says: "no switched-off rules" },
  { ext: /\.tsx?$/, pattern: /\b(TODO|FIXME|XXX)\b/, says: "no open ends in the code" },
  { ext: /\.tsx?$/, pattern: /parseFloat\(/, says: "amounts are decimal strings: use lib/decimal.ts" },
  { ext: /\.tsx?$/, pattern: /dangerouslySetInnerHTML|\.innerHTML\s*=/, says: "no raw HTML" },
  { ext: /\.tsx?$/, pattern: /\bconsole\.(log|debug)\(/, says: "no console output" },
  { ext: /\.tsx?$/, pattern: /^export \* from/, says: "no barrels" },
  { ext: /\.module\.css$/, pattern: /#[0-9a-fA-F]{3,8}\b|rgba?\(/, says: "colours come from tokens/tokens.css" },
  { ext: /\.module\.css$/, pattern: /font-size:\s*\d/, says: "type sizes come from tokens (12 13 14 16 20 28 36)" },
  { ext: /\.module\.css$/, pattern: /box-shadow:\s*(?!none|inset|0 0 0)/, says: "hairlines instead of shadows" },
];

const problems = [];
const lengths = [];
for (const path of files(join(root, "src"))) {
  const name = relative(root, path);
  if (!/\.(tsx?|css)$/.test(name)) continue;
  const lines = readFileSync(path, "utf8").split("\n");
  if (/\.tsx?$/.test(name)) {
    lengths.push(lines.length);
    if (lines.length > MAX_LINES) problems.push(`${name}: ${lines.length} lines, at most ${MAX_LINES}`);
    if (/\/index\.tsx?$/.test(name)) problems.push(`${name}: no barrels`);
  }
  lines.forEach((line, index) => {
    for (const rule of LINE_RULES) {
      if (rule.ext.test(name) && rule.pattern.test(line)) problems.push(`${name}:${index + 1}: ${rule.says}`);
    }
  });
}

const sorted = lengths.toSorted((a, b) => a - b);
const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
if (at(0.95) > P95_LINES) problems.push(`95 % of files must have at most ${P95_LINES} lines, now ${at(0.95)}`);
for (const problem of problems) console.error(problem);
console.log(`web: ${sorted.length} files, lines median ${at(0.5)} / p95 ${at(0.95)} / max ${sorted.at(-1)}, ${problems.length} breaches`);
process.exit(problems.length ? 1 : 0);
