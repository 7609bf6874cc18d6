import { describe, expect, it } from "vitest";
import { bucketsOf, hoursAsked, periodOf, pointsOf, sumByBucket } from "@/charts/buckets";

const MONDAYS = { weekStart: "monday", months: null } as const;
const DAY = { from: "2026-11-22", to: "2026-11-22" };

describe("buckets", () => {
  it("cover the whole range", () => {
    expect(bucketsOf(DAY, "hour", MONDAYS)).toHaveLength(24);
    expect(bucketsOf({ from: "2026-11-01", to: "2026-11-30" }, "day", MONDAYS)).toHaveLength(30);
    expect(bucketsOf({ from: "2026-11-01", to: "2026-11-30" }, "week", MONDAYS)[0]?.key).toBe("2026-10-26");
    expect(bucketsOf({ from: "2025-12-01", to: "2026-02-28" }, "month", MONDAYS).map((bucket) => bucket.tick)).toEqual(["Dec", "Jan", "Feb"]);
  });

  it("put the twin hours of a clock change together", () => {
    const sums = sumByBucket([["2026-10-25T02:00:00+02:00", "1.10"], ["2026-10-25T02:00:00+01:00", "2.20"]], "hour");
    expect(sums.get("2026-10-25T02")).toBe("3.30");
  });

  it("take each store's own hours where clocks differ, also those that lie ahead here", () => {
    expect(hoursAsked("hour", false)).toEqual({ grain: "day", hours: ["hour_of_day"] });
    expect(hoursAsked("hour", true)).toEqual({ grain: "hour", hours: [] });
    expect(hoursAsked("week", false)).toEqual({ grain: "week", hours: [] });
    const sums = sumByBucket([[periodOf("2026-11-22", "7"), "1.10"], [periodOf("2026-11-22", "23"), "2"]], "hour");
    const points = pointsOf({ buckets: bucketsOf(DAY, "hour", MONDAYS), sums }, null, "2026-11-22T09");
    expect([points[7]?.value, points[8]?.value, points[22]?.value, points[23]?.value]).toEqual(["1.10", "0", null, "2"]);
  });

  it("leave the future empty and show the compared day whole", () => {
    const buckets = bucketsOf(DAY, "hour", MONDAYS);
    const before = bucketsOf({ from: "2026-11-15", to: "2026-11-15" }, "hour", MONDAYS);
    const points = pointsOf({ buckets, sums: new Map([["2026-11-22T09", "5"], ["2026-11-22T20", "0.00"]]) }, { buckets: before, sums: new Map([["2026-11-22T20", "7"]]) }, "2026-11-22T09");
    expect(points[8]?.value).toBe("0");
    expect(points[9]).toMatchObject({ value: "5", unfinished: true });
    expect(points[20]).toMatchObject({ value: null, previous: "7", previousLabel: "20:00 – 21:00" });
  });
});
