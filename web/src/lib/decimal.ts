/** Exact arithmetic on the decimal strings in which amounts travel. Never a binary float. */

export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?$/;

export function parseDecimal(text: string): Decimal | null {
  const match = SHAPE.exec(text.trim());
  if (!match) return null;
  const [, sign = "", whole = "", fraction = ""] = match;
  if (whole === "" && fraction === "") return null;
  const units = BigInt(whole + fraction);
  return { units: sign === "-" ? -units : units, scale: fraction.length };
}

const power = (exponent: number): bigint => 10n ** BigInt(exponent);
const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/** Rounds half to even, the rule of the ledger, to `scale` decimals. */
export function rescale(value: Decimal, scale: number): Decimal {
  if (scale >= value.scale) return { units: value.units * power(scale - value.scale), scale };
  const step = power(value.scale - scale);
  return { units: divideHalfEven(value.units, step), scale };
}

function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const top = absolute(numerator);
  const bottom = absolute(denominator);
  const quotient = top / bottom;
  const twice = (top % bottom) * 2n;
  const up = twice > bottom || (twice === bottom && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}

function aligned(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [rescale(a, scale).units, rescale(b, scale).units, scale];
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = aligned(a, b);
  return { units: x + y, scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = aligned(a, b);
  return { units: x - y, scale };
}

/** a ÷ b to `scale` decimals; null when b is zero, because the answer does not exist. */
export function divide(a: Decimal, b: Decimal, scale = 6): Decimal | null {
  if (b.units === 0n) return null;
  const [x, y] = aligned(a, b);
  return { units: divideHalfEven(x * power(scale), y), scale };
}

export function compare(a: Decimal, b: Decimal): number {
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function magnitude(value: Decimal): Decimal {
  return { units: absolute(value.units), scale: value.scale };
}

export function decimalText(value: Decimal): string {
  const digits = absolute(value.units).toString().padStart(value.scale + 1, "0");
  const cut = digits.length - value.scale;
  const body = value.scale === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return value.units < 0n ? `-${body}` : body;
}

/** For geometry only (bar lengths, chart points): a picture needs no cents. */
export function approximate(text: string | null | undefined): number | null {
  if (text === null || text === undefined) return null;
  const value = parseDecimal(text);
  return value === null ? null : Number(decimalText(value));
}

/** (current − previous) ÷ |previous| as a ratio; null when there is nothing to compare with. */
export function changeRatio(current: string | null, previous: string | null): string | null {
  const now = current === null ? null : parseDecimal(current);
  const before = previous === null ? null : parseDecimal(previous);
  if (!now || !before || before.units === 0n) return null;
  const ratio = divide(subtract(now, before), magnitude(before));
  return ratio === null ? null : decimalText(ratio);
}

export function shareOf(part: string | null, total: string | null): string | null {
  const share = part === null ? null : parseDecimal(part);
  const whole = total === null ? null : parseDecimal(total);
  if (!share || !whole) return null;
  const ratio = divide(share, whole);
  return ratio === null ? null : decimalText(ratio);
}

export function difference(current: string | null, previous: string | null): string | null {
  const now = current === null ? null : parseDecimal(current);
  const before = previous === null ? null : parseDecimal(previous);
  return now && before ? decimalText(subtract(now, before)) : null;
}

export function sumOf(values: readonly (string | null)[]): string {
  let total: Decimal = { units: 0n, scale: 0 };
  for (const text of values) {
    const value = text === null ? null : parseDecimal(text);
    if (value) total = add(total, value);
  }
  return decimalText(total);
}

/** Whether a decimal text is zero, however many places it has. */
export const isZero = (text: string): boolean => !/[1-9]/.test(text);
