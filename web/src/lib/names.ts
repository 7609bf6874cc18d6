/** Names of countries and currencies as the browser knows them; the code itself where it does not. */

const countries = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
const currencies = new Intl.DisplayNames(["en"], { type: "currency", fallback: "code" });

export function countryName(code: string | null): string {
  if (code === null || code === "") return "Unknown country";
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return countries.of(code) ?? code;
}

export function currencyName(code: string): string {
  try {
    return currencies.of(code) ?? code;
  } catch {
    return code;
  }
}

/** "partially_refunded" → "Partially refunded" */
export function humanise(key: string): string {
  const words = key.replaceAll(/[_-]+/g, " ").trim();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
