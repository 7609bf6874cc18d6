import { describe, expect, it } from "vitest";
import { add, changeRatio, decimalText, difference, divide, parseDecimal, rescale, shareOf, sumOf } from "@/lib/decimal";

const decimal = (text: string) => {
  const value = parseDecimal(text);
  if (value === null) throw new Error(`${text} is no decimal`);
  return value;
};

describe("decimal strings", () => {
  it("adds what binary floats cannot", () => {
    expect(decimalText(add(decimal("0.1"), decimal("0.2")))).toBe("0.3");
    expect(sumOf(["9007199254740993.01", null, "0.29"])).toBe("9007199254740993.30");
  });

  it("rounds half to even in both directions", () => {
    expect(decimalText(rescale(decimal("2.345"), 2))).toBe("2.34");
    expect(decimalText(rescale(decimal("2.355"), 2))).toBe("2.36");
    expect(decimalText(rescale(decimal("-2.345"), 2))).toBe("-2.34");
    expect(decimalText(rescale(decimal("-2.3451"), 2))).toBe("-2.35");
  });

  it("divides exactly enough, and not by zero", () => {
    expect(decimalText(divide(decimal("1"), decimal("3"), 4) ?? decimal("0"))).toBe("0.3333");
    expect(divide(decimal("1"), decimal("0.00"))).toBeNull();
  });

  it("takes a change from what was, whatever its sign", () => {
    expect(changeRatio("112.40", "100")).toBe("0.124000");
    expect(changeRatio("-50", "-100")).toBe("0.500000");
    expect(changeRatio("5", "0.00")).toBeNull();
    expect(changeRatio(null, "1")).toBeNull();
    expect(difference("0.446", "0.400")).toBe("0.046");
    expect(shareOf("25", "200")).toBe("0.125000");
  });

  it("refuses what is no number", () => {
    for (const text of ["", "1e5", "1,000", "abc", "."]) expect(parseDecimal(text)).toBeNull();
  });
});
