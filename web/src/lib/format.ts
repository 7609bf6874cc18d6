/** How figures are written: grouped thousands, a quiet unit after the number, a true minus sign, "n/a" for the unknown. */
import { decimalText, magnitude, parseDecimal, rescale, type Decimal } from "@/lib/decimal";

export const UNKNOWN = "n/a";
const MINUS = "−";
/** A narrow no-break space between a figure and its unit. */
const THIN = "\u202f";
const LOCALE = "en-GB";

const exponents = new Map<string, number>();
const symbols = new Map<string, string>();

/** Decimals of a currency by ISO 4217 as the browser knows it. */
export function exponentOf(currency: string): number {
  const known = exponents.get(currency);
  if (known !== undefined) return known;
  let digits = 2;
  try {
    const options = new Intl.NumberFormat(LOCALE, { style: "currency", currency }).resolvedOptions();
    digits = options.maximumFractionDigits ?? 2;
  } catch {
    digits = 2;
  }
  exponents.set(currency, digits);
  return digits;
}

export function symbolOf(currency: string): string {
  const known = symbols.get(currency);
  if (known !== undefined) return known;
  let symbol = currency;
  try {
    const parts = new Intl.NumberFormat(LOCALE, { style: "currency", currency }).formatToParts(0);
    symbol = parts.find((part) => part.type === "currency")?.value ?? currency;
  } catch {
    symbol = currency;
  }
  symbols.set(currency, symbol);
  return symbol;
}

function grouped(value: Decimal): string {
  const text = decimalText(magnitude(value));
  const [whole = "0", fraction] = text.split(".");
  const withCommas = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = value.units < 0n ? MINUS : "";
  return sign + (fraction === undefined ? withCommas : `${withCommas}.${fraction}`);
}

/** The exact figure at `decimals`, without unit. */
export function formatDecimal(text: string | null | undefined, decimals: number): string {
  const value = text === null || text === undefined ? null : parseDecimal(text);
  return value === null ? UNKNOWN : grouped(rescale(value, decimals));
}

export function formatMoney(text: string | null | undefined, currency: string): string {
  const figure = formatDecimal(text, exponentOf(currency));
  return figure === UNKNOWN ? UNKNOWN : `${figure}${THIN}${symbolOf(currency)}`;
}

const STEPS: readonly [bigint, string][] = [
  [1_000_000_000n, "B"],
  [1_000_000n, "M"],
  [1_000n, "k"],
];

/** Three significant digits, e.g. 301k or 1.12M. Only where the full figure is one hover or tap away. */
export function compact(text: string | null | undefined): string {
  const value = text === null || text === undefined ? null : parseDecimal(text);
  if (value === null) return UNKNOWN;
  const whole = rescale(magnitude(value), 0).units;
  for (const [size, letter] of STEPS) {
    if (whole >= size) {
      const digits = (whole / size).toString().length;
      const shifted: Decimal = { units: value.units, scale: value.scale + size.toString().length - 1 };
      return grouped(rescale(shifted, Math.max(0, 3 - digits))) + letter;
    }
  }
  return grouped(rescale(value, 0));
}

export function formatMoneyCompact(text: string | null | undefined, currency: string): string {
  const figure = compact(text);
  return figure === UNKNOWN ? UNKNOWN : `${figure}${THIN}${symbolOf(currency)}`;
}

/** A formatted count with its noun: "1 order", "1,204 orders". */
export const counted = (count: string, one: string, many: string): string => `${count} ${count === "1" ? one : many}`;

export function formatCount(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  const text = String(value);
  const parsed = parseDecimal(text);
  if (parsed === null) return UNKNOWN;
  const trimmed = text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
  return grouped(parseDecimal(trimmed) ?? parsed);
}

/** A ratio such as 0.446 as "44.6 %". */
export function formatPercent(ratio: string | null | undefined, decimals = 1): string {
  const value = ratio === null || ratio === undefined ? null : parseDecimal(ratio);
  if (value === null) return UNKNOWN;
  return `${grouped(rescale(hundredfold(value), decimals))}${THIN}%`;
}

function hundredfold(value: Decimal): Decimal {
  return value.scale >= 2
    ? { units: value.units, scale: value.scale - 2 }
    : { units: value.units * 10n ** BigInt(2 - value.scale), scale: 0 };
}

/** From this ratio on a percentage says no more than "a lot", and its digits take the room of the figure. */
const TOO_MANY = 10n;

/** A ratio of change with its sign, "+12.4 %"; nothing is written as growth that is not. */
export function formatChange(ratio: string | null): string {
  const value = ratio === null ? null : parseDecimal(ratio);
  if (value !== null && magnitude(value).units >= TOO_MANY * 10n ** BigInt(value.scale)) return value.units < 0n ? `over ${MINUS}999${THIN}%` : `over +999${THIN}%`;
  return signed(ratio, (value) => `${grouped(rescale(hundredfold(value), 1))}${THIN}%`);
}

/** A difference between two ratios in percentage points, "+1.2 pts". */
export function formatPoints(difference: string | null): string {
  return signed(difference, (value) => `${grouped(rescale(hundredfold(value), 1))}${THIN}pts`);
}

function signed(text: string | null, write: (value: Decimal) => string): string {
  const value = text === null ? null : parseDecimal(text);
  if (value === null) return UNKNOWN;
  const body = write(value);
  return value.units > 0n && /[1-9]/.test(body) ? `+${body}` : body;
}

export type Unit = "money" | "count" | "percent" | "ratio" | "duration";

/** A figure of a metric in its own unit. */
export function formatFigure(text: string | null | undefined, unit: Unit, currency: string): string {
  switch (unit) {
    case "money":
      return formatMoney(text, currency);
    case "percent":
      return formatPercent(text);
    case "ratio":
      return formatDecimal(text, 2);
    case "count":
    case "duration":
      return formatCount(text);
  }
}

export function formatBytes(size: number): string {
  if (size < 1024) return `${size}${THIN}B`;
  const kilo = size / 1024;
  if (kilo < 1024) return `${kilo.toFixed(0)}${THIN}KB`;
  const mega = kilo / 1024;
  return mega < 1024 ? `${mega.toFixed(1)}${THIN}MB` : `${(mega / 1024).toFixed(1)}${THIN}GB`;
}
