import { describe, expect, it } from "vitest";
import { compact, counted, formatChange, formatCount, formatFigure, formatMoney, formatMoneyCompact, formatPercent, formatPoints } from "@/lib/format";

const plain = (text: string): string => text.replaceAll("\u202f", " ");

describe("money", () => {
  it("keeps every cent of a figure no float can hold", () => {
    expect(plain(formatMoney("12345678901234567.89", "EUR"))).toBe("12,345,678,901,234,567.89 €");
  });

  it("has the decimals of its currency", () => {
    expect(plain(formatMoney("48210.5", "EUR"))).toBe("48,210.50 €");
    expect(plain(formatMoney("1200.4", "JPY"))).toBe("1,200 JP¥");
    expect(plain(formatMoney("1.2345", "BHD"))).toBe("1.234 BHD");
    expect(plain(formatMoney("99.999", "USD"))).toBe("100.00 US$");
  });

  it("writes a true minus and n/a for the unknown", () => {
    expect(plain(formatMoney("-3.5", "GBP"))).toBe("−3.50 £");
    expect(formatMoney(null, "EUR")).toBe("n/a");
    expect(formatMoney("junk", "EUR")).toBe("n/a");
  });

  it("shortens to three digits", () => {
    expect(compact("301422.10")).toBe("301k");
    expect(compact("1124000")).toBe("1.12M");
    expect(compact("11924000.55")).toBe("11.9M");
    expect(compact("-2150")).toBe("−2.15k");
    expect(compact("999")).toBe("999");
    expect(plain(formatMoneyCompact("1500000000", "EUR"))).toBe("1.50B €");
  });
});

describe("counts, shares and changes", () => {
  it("groups counts and drops needless zeros", () => {
    expect(formatCount("5009")).toBe("5,009");
    expect(formatCount(412)).toBe("412");
    expect(formatCount("2.000000")).toBe("2");
    expect(formatCount("2.500000")).toBe("2.5");
    expect(formatCount(null)).toBe("n/a");
  });

  it("writes ratios as percent", () => {
    expect(plain(formatPercent("0.446"))).toBe("44.6 %");
    expect(plain(formatPercent("1"))).toBe("100.0 %");
    expect(plain(formatPercent("0.9999", 0))).toBe("100 %");
    expect(formatPercent(null)).toBe("n/a");
  });

  it("gives a change its sign, and none to what rounds to nothing", () => {
    expect(plain(formatChange("0.124"))).toBe("+12.4 %");
    expect(plain(formatChange("-0.0512"))).toBe("−5.1 %");
    expect(plain(formatChange("0.00001"))).toBe("0.0 %");
    expect(plain(formatChange("0.008"))).toBe("+0.8 %");
    expect(plain(formatPoints("0.012"))).toBe("+1.2 pts");
    expect(plain(formatChange("9.994"))).toBe("+999.4 %");
    expect(plain(formatChange("10"))).toBe("over +999 %");
    expect(formatChange(null)).toBe("n/a");
  });

  it("follows the unit of a metric", () => {
    expect(plain(formatFigure("0.5", "percent", "EUR"))).toBe("50.0 %");
    expect(formatFigure("7", "count", "EUR")).toBe("7");
  });
});

describe("a count with its noun", () => {
  it("is one of one and many of all others", () => {
    expect(["0", "1", "2", "1,001"].map((count) => counted(count, "order", "orders"))).toEqual(["0 orders", "1 order", "2 orders", "1,001 orders"]);
  });
});
