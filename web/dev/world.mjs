// Draws src/charts/world.json from Natural Earth's public domain boundaries (npm world-atlas): one SVG path a country,
// Equal Earth projection, keyed by ISO 3166 code. Run again only to change projection or precision.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature } from "topojson-client";

const WIDTH = 560;
const require = createRequire(import.meta.url);
const topology = JSON.parse(readFileSync(require.resolve("world-atlas/countries-110m.json"), "utf8"));
const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const codes = new Map(letters.flatMap((a) => letters.map((b) => [names.of(a + b), a + b])).filter(([name]) => name));
const SPELT = {
  "United States of America": "US", "Dem. Rep. Congo": "CD", Congo: "CG", "Dominican Rep.": "DO", Bahamas: "BS", "Falkland Is.": "FK", "Côte d'Ivoire": "CI",
  "Central African Rep.": "CF", "Eq. Guinea": "GQ", eSwatini: "SZ", Myanmar: "MM", "Solomon Is.": "SB", "Czechia": "CZ", "W. Sahara": "EH", "S. Sudan": "SS",
  "Bosnia and Herz.": "BA", Macedonia: "MK", "Trinidad and Tobago": "TT", Palestine: "PS", Turkey: "TR", "N. Cyprus": null, Somaliland: null, Kosovo: "XK", Gambia: "GM",
  "Fr. S. Antarctic Lands": "TF", "Timor-Leste": "TL", Antarctica: null,
};

const A = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;
function project([longitude, latitude]) {
  const phi = (latitude * Math.PI) / 180;
  const theta = Math.asin(M * Math.sin(phi));
  const t2 = theta * theta;
  const t6 = t2 * t2 * t2;
  const x = ((longitude * Math.PI) / 180) * Math.cos(theta) / (M * (A[0] + 3 * A[1] * t2 + t6 * (7 * A[2] + 9 * A[3] * t2)));
  const y = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
  return [((x + 2.7066) / 5.4133) * WIDTH, (1.31 - y) * (WIDTH / 5.4133)];
}

function ring(points) {
  let text = "";
  let last = "";
  // A ring over the 180th meridian would be drawn across the whole world: its western part goes on in the east.
  const crosses = points.some(([longitude], index) => index > 0 && Math.abs(longitude - points[index - 1][0]) > 180);
  for (const [longitude, latitude] of points) {
    const [x, y] = project([crosses && longitude < 0 ? longitude + 360 : longitude, latitude]);
    const next = `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
    if (next !== last) text += `${text === "" ? "M" : "L"}${next}`;
    last = next;
  }
  return `${text}Z`;
}

const countries = {};
const nameless = [];
for (const { geometry, properties } of feature(topology, topology.objects.countries).features) {
  if (properties.name === "Antarctica") continue;
  const code = properties.name in SPELT ? SPELT[properties.name] : codes.get(properties.name);
  if (code === undefined) console.error(`no code for ${properties.name}`);
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const path = polygons.flatMap((polygon) => polygon.map(ring)).join("");
  if (code) countries[code] = (countries[code] ?? "") + path;
  else nameless.push(path);
}
const height = Math.round(project([0, -56])[1]);
const target = new URL("../src/charts/world.json", import.meta.url);
writeFileSync(target, `${JSON.stringify({ source: "Natural Earth, public domain", width: WIDTH, height, countries, nameless })}\n`);
console.log(`${Object.keys(countries).length} countries, ${nameless.length} without code`);
