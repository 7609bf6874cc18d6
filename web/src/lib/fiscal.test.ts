import { describe, expect, it } from "vitest";
import { bucketsOf } from "@/charts/buckets";
import { fiscalRange, fiscalStep, type Calendar } from "@/lib/fiscal";
import { compareRange, presetsOf, resolvePeriod, stepRange } from "@/lib/period";

// 4-5-4 weeks from February 2026 on, two years and the day after.
const months = [
  "2026-02-01", "2026-03-01", "2026-04-05", "2026-05-03", "2026-05-31", "2026-07-05", "2026-08-02", "2026-08-30", "2026-10-04", "2026-11-01", "2026-11-29", "2027-01-03",
  "2027-01-31", "2027-02-28", "2027-04-04", "2027-05-02", "2027-05-30", "2027-07-04", "2027-08-01", "2027-08-29", "2027-10-03", "2027-10-31", "2027-11-28", "2028-01-02", "2028-01-30",
];
const RETAIL: Calendar = { weekStart: "sunday", months };
const PLAIN: Calendar = { weekStart: "monday", months: null };

describe("fiscal months", () => {
  it("hold each day once", () => {
    expect(fiscalRange("2026-03-10", "fiscal_month", RETAIL)).toEqual({ from: "2026-03-01", to: "2026-04-04" });
    expect(fiscalRange("2026-03-10", "fiscal_quarter", RETAIL)).toEqual({ from: "2026-02-01", to: "2026-05-02" });
    expect(fiscalRange("2027-01-30", "fiscal_year", RETAIL)).toEqual({ from: "2026-02-01", to: "2027-01-30" });
    expect(bucketsOf({ from: "2026-02-01", to: "2026-05-02" }, "fiscal_month", RETAIL).map((one) => one.key)).toEqual(["2026-02-01", "2026-03-01", "2026-04-05"]);
    expect(bucketsOf({ from: "2026-02-01", to: "2027-12-31" }, "fiscal_year", RETAIL).map((one) => one.tick)).toEqual(["1 Feb", "31 Jan"]);
  });

  it("are those of everybody where nothing else is known", () => {
    expect(fiscalRange("2026-03-10", "fiscal_month", PLAIN)).toEqual({ from: "2026-03-01", to: "2026-03-31" });
    expect(fiscalRange("2040-03-10", "fiscal_quarter", RETAIL)).toEqual({ from: "2040-01-01", to: "2040-03-31" });
    expect(bucketsOf({ from: "2027-12-01", to: "2028-03-31" }, "fiscal_month", RETAIL).length).toBeLessThan(8);
  });

  it("step and compare by whole months, whatever their length", () => {
    const march = { from: "2026-03-01", to: "2026-04-04" };
    expect(stepRange(march, 1, RETAIL)).toEqual({ from: "2026-04-05", to: "2026-05-02" });
    expect(compareRange({ from: "2027-02-28", to: "2027-04-03" }, "previous_year", RETAIL)).toEqual(march);
    expect(compareRange({ from: "2026-04-05", to: "2026-05-02" }, "previous_period", RETAIL)).toEqual(march);
    expect(fiscalStep({ from: "2026-03-02", to: "2026-04-04" }, RETAIL, "length", -1)).toBeNull();
    expect(fiscalStep({ from: "2026-02-01", to: "2026-02-28" }, RETAIL, "length", -1)).toBeNull();
  });

  it("are offered where there are such", () => {
    expect(resolvePeriod("last_fiscal_month", "2026-04-07", RETAIL)).toEqual({ from: "2026-03-01", to: "2026-04-04" });
    expect(presetsOf(PLAIN)).not.toContain("fiscal_month");
    expect(presetsOf(RETAIL)).toContain("fiscal_month");
  });
});
