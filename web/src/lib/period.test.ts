import { describe, expect, it } from "vitest";
import { addMonths, formatRange, startOfWeek, weekNumber } from "@/lib/calendar";
import { dayIn } from "@/lib/clock";
import { compareRange, comparisonWords, customPeriod, grainFor, parseCustom, resolvePeriod, stepRange } from "@/lib/period";

const TODAY = "2026-11-22";
const MONDAYS = { weekStart: "monday", months: null } as const;
const day = (text: string) => ({ from: text, to: text });

describe("presets", () => {
  it("resolve on the named day and week start", () => {
    expect(resolvePeriod("today", TODAY, MONDAYS)).toEqual(day(TODAY));
    expect(resolvePeriod("last7", TODAY, MONDAYS)).toEqual({ from: "2026-11-16", to: TODAY });
    expect(resolvePeriod("week", TODAY, MONDAYS)).toEqual({ from: "2026-11-16", to: "2026-11-22" });
    expect(resolvePeriod("week", TODAY, { ...MONDAYS, weekStart: "sunday" })).toEqual({ from: "2026-11-22", to: "2026-11-28" });
    expect(resolvePeriod("last_month", "2026-03-31", MONDAYS)).toEqual({ from: "2026-02-01", to: "2026-02-28" });
    expect(resolvePeriod("quarter", TODAY, MONDAYS)).toEqual({ from: "2026-10-01", to: "2026-12-31" });
    expect(resolvePeriod("all", TODAY, MONDAYS)).toBeNull();
    expect(resolvePeriod("nonsense", TODAY, MONDAYS)).toEqual(day(TODAY));
  });

  it("take custom ranges, never impossible ones", () => {
    expect(parseCustom("2026-01-01..2026-01-31")).toEqual({ from: "2026-01-01", to: "2026-01-31" });
    expect(parseCustom("2026-02-01..2026-02-30")).toBeNull();
    expect(parseCustom("2026-02-02..2026-02-01")).toBeNull();
    expect(customPeriod(day(TODAY))).toBe("2026-11-22..2026-11-22");
  });

  it("know which day it is where", () => {
    const instant = new Date("2026-11-22T23:30:00Z");
    expect(dayIn("Europe/Berlin", instant)).toBe("2026-11-23");
    expect(dayIn("America/New_York", instant)).toBe("2026-11-22");
  });
});

describe("stepping", () => {
  it("goes by whole months, else by length", () => {
    expect(stepRange({ from: "2026-03-01", to: "2026-03-31" }, -1)).toEqual({ from: "2026-02-01", to: "2026-02-28" });
    expect(stepRange({ from: "2026-01-01", to: "2026-12-31" }, 1)).toEqual({ from: "2027-01-01", to: "2027-12-31" });
    expect(stepRange({ from: "2026-11-16", to: "2026-11-22" }, -1)).toEqual({ from: "2026-11-09", to: "2026-11-15" });
  });
});

describe("comparison", () => {
  it("finds the range it looks back to", () => {
    expect(compareRange(day(TODAY), "previous_week")).toEqual(day("2026-11-15"));
    expect(compareRange({ from: "2026-11-13", to: TODAY }, "previous_week")).toEqual({ from: "2026-10-30", to: "2026-11-08" });
    expect(compareRange(day("2024-02-29"), "previous_year")).toEqual(day("2023-02-28"));
    expect(compareRange({ from: "2025-02-01", to: "2025-02-28" }, "previous_year")).toEqual({ from: "2024-02-01", to: "2024-02-29" });
    expect(compareRange(day(TODAY), "previous_year_weekday")).toEqual(day("2025-11-23"));
    expect(compareRange(day(TODAY), "none")).toBeNull();
  });

  it("says so in words", () => {
    expect(comparisonWords(day(TODAY), "previous_week", TODAY)).toBe("vs Sun 15 Nov, same minute");
    expect(comparisonWords(day("2026-11-20"), "previous_period", TODAY)).toBe("vs Thu 19 Nov");
  });
});

describe("calendar", () => {
  it("clips months, numbers weeks, names ranges", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(weekNumber("2026-01-01")).toBe(1);
    expect(weekNumber("2027-01-01")).toBe(53);
    expect(startOfWeek("2026-11-22", "monday")).toBe("2026-11-16");
    expect(startOfWeek("2026-11-22", "saturday")).toBe("2026-11-21");
    expect(startOfWeek("2026-11-21", "saturday")).toBe("2026-11-21");
    expect(formatRange({ from: "2026-11-16", to: "2026-11-22" }, TODAY)).toBe("16 – 22 Nov");
    expect(formatRange({ from: "2025-11-01", to: "2025-11-30" }, TODAY)).toBe("Nov 2025");
    expect(formatRange({ from: "2025-12-30", to: "2026-01-02" }, TODAY)).toBe("30 Dec 2025 – 2 Jan 2026");
  });

  it("chooses a grain that can be read", () => {
    expect(grainFor(day(TODAY))).toBe("hour");
    expect(grainFor({ from: "2026-11-01", to: "2026-11-30" })).toBe("day");
    expect(grainFor({ from: "2026-01-01", to: "2026-12-31" })).toBe("week");
    expect(grainFor(null)).toBe("month");
  });
});
