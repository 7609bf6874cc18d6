// Deterministic invented trade for developing the panel without a server: stores, products, weights and the level of any hour.
export const STORES = [
  ["berlin", "Lindenhof Berlin", "EUR", "Europe/Berlin", "shopify", 9200],
  ["paris", "Lindenhof Paris", "EUR", "Europe/Paris", "shopify", 7400],
  ["london", "Lindenhof London", "GBP", "Europe/London", "shopify", 8100],
  ["stockholm", "Nordlys Stockholm", "SEK", "Europe/Stockholm", "woocommerce", 3900],
  ["oslo", "Nordlys Oslo", "NOK", "Europe/Oslo", "woocommerce", 2600],
  ["zurich", "Atelier Zürich", "CHF", "Europe/Zurich", "magento", 3300],
  ["warsaw", "Kram Warszawa", "PLN", "Europe/Warsaw", "woocommerce", 1900],
  ["new-york", "Linden & Co New York", "USD", "America/New_York", "shopify", 6900],
  ["los-angeles", "Linden & Co Los Angeles", "USD", "America/Los_Angeles", "shopify", 4100],
  ["toronto", "Linden & Co Toronto", "CAD", "America/Toronto", "magento", 2200],
  ["tokyo", "Rinden Tokyo", "JPY", "Asia/Tokyo", "custom", 2900],
  ["wholesale", "Lindenhof Wholesale", "EUR", "Europe/Berlin", "custom", 1500],
].map(([slug, name, currency, timezone, platform, level]) => ({ slug, name, currency, timezone, platform, level, is_demo: true }));

export const WEIGHTS = {
  channel: { "Online store": 48, Marketplace: 17, "Point of sale": 14, Social: 11, Wholesale: 7, Phone: 3 },
  country: { DE: 21, FR: 14, GB: 14, US: 17, SE: 6, NO: 4, CH: 5, PL: 3, CA: 4, JP: 5, AT: 3, NL: 2, DK: 1, AU: 1 },
  product: {
    "Merino cardigan, ink": 15, "Linen duvet set, chalk": 13, "Stoneware mug, pair": 11, "Wool throw, moss": 10,
    "Oak serving board": 9, "Ceramic pour-over": 8, "Beeswax candle, tall": 7, "Canvas tote, natural": 6,
    "Cotton towel set": 6, "Brass desk lamp": 5, "Glass carafe": 5, "Leather key fob": 5,
  },
  customer_type: { new: 16, returning: 74, guest: 10 },
};
export const MARGINS = [0.58, 0.51, 0.63, 0.47, 0.55, 0.6, 0.66, 0.38, 0.52, 0.41, 0.57, 0.49];

export function noise(text) {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0x5bd1e995);
  return ((hash ^ (hash >>> 15)) >>> 0) / 4294967296;
}

const HOURS = [1, 1, 0.5, 0.4, 0.4, 0.6, 1.4, 2.6, 3.8, 4.8, 5.6, 6, 6.4, 5.6, 5.2, 5.4, 5.8, 6.6, 7.6, 8.6, 8.8, 7, 4.4, 2.2];
const HOURS_SUM = HOURS.reduce((a, b) => a + b, 0);
export const addDays = (day, n) => new Date(Date.parse(`${day}T00:00:00Z`) + n * 864e5).toISOString().slice(0, 10);

function dayLevel(store, day) {
  const date = new Date(`${day}T00:00:00Z`);
  const weekday = [1.16, 0.98, 0.93, 0.95, 1, 1.04, 1.08][date.getUTCDay()];
  const yearly = 1 + 0.22 * Math.cos(((date.getUTCMonth() - 11) / 12) * 2 * Math.PI);
  const growth = 1 + (Date.parse(day) - Date.parse("2025-01-01")) / 864e5 / 365 * 0.16;
  const friday = day.slice(5) >= "11-24" && day.slice(5) <= "11-30" ? 2.8 : 1;
  const trend = store.slug === "oslo" ? 0.74 : 1;
  const recent = Date.parse(day) > Date.now() - 6 * 864e5 ? trend : 1;
  return store.level * weekday * yearly * growth * friday * recent * (0.86 + 0.28 * noise(store.slug + day));
}

const levels = new Map();

/** Gross sales (EUR) of a store from local hour `from` to `to` (fractions allowed) of a day. */
export function level(store, day, from = 0, to = 24) {
  const key = `${store.slug} ${day} ${from} ${to}`;
  const known = levels.get(key);
  if (known !== undefined) return known;
  let share = 0;
  for (let hour = Math.floor(from); hour < to; hour++) {
    const part = Math.min(to, hour + 1) - Math.max(from, hour);
    share += HOURS[hour] * part * (0.85 + 0.3 * noise(store.slug + day + hour));
  }
  const sum = (dayLevel(store, day) * share) / HOURS_SUM;
  if (Number.isInteger(to)) levels.set(key, sum);
  return sum;
}
