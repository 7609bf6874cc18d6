import { describe, expect, it } from "vitest";
import { arcs } from "@/tiles/pie";
import { cohortsOf } from "@/tiles/cohort";
import { daysOf } from "@/tiles/days";
import { derivedText, runsOf } from "@/tiles/derived";
import { pivotOf } from "@/tiles/pivot";
import { scaleOf } from "@/tiles/bars";
import { restQuery } from "@/tiles/rest";
import { settle } from "@/tiles/settle";
import { stepsOf } from "@/tiles/waterfall";
import { summaryOf } from "@/tiles/summary";
import { titleOf } from "@/tiles/title";

const names = { metric: (key: string) => ({ label: key.replace("_", " "), unit: "money", more: "good", adds: true }) as const, dimension: (key: string) => key };
const place = { x: 0, y: 0, w: 4, h: 4 };

describe("settings", () => {
  it("let the inner one win and add filters up", () => {
    const a = { field: "store", op: "in", value: ["berlin"] } as const;
    const b = { field: "channel", op: "eq", value: "online" } as const;
    expect(settle({ period: "today", currency: "EUR", filters: [a] }, undefined, { period: "week", filters: [b] })).toEqual({ period: "week", currency: "EUR", filters: [a, b] });
  });
});

describe("titles", () => {
  it("say the question where nobody named the tile", () => {
    expect(titleOf({ id: "a", kind: "bar", place, query: { metrics: ["net_sales"], dimensions: ["store"] } }, names)).toBe("net sales by store");
    expect(titleOf({ id: "a", kind: "number", place, title: "Today", query: { metrics: ["net_sales"] } }, names)).toBe("Today");
    expect(titleOf({ id: "a", kind: "table", place, query: { metrics: ["a", "b", "c", "d"] } }, names)).toBe("a and 3 more");
  });
});

describe("what is derived", () => {
  const values = ["10.00", null, "20.50", "-5.25"];
  it("runs on exactly, over what is not known", () => {
    expect(derivedText("running", "-5.25", values, "25.25", "money", "EUR")).toBe("25.25\u202f€");
    expect(derivedText("running", null, values.slice(0, 2), "25.25", "money", "EUR")).toBe("10.00\u202f€");
  });
  it("averages what is known", () => {
    expect(derivedText("moving", "20.50", values.slice(0, 3), null, "money", "EUR")).toBe("15.25\u202f€");
  });
  it("has no share of nothing, nor of less", () => {
    expect(derivedText("share", "10.00", [], "40", "money", "EUR")).toBe("25.0\u202f%");
    expect(derivedText("share", "10.00", [], "0", "money", "EUR")).toBe("n/a");
    expect(derivedText("share", "10.00", [], "-3", "money", "EUR")).toBe("n/a");
  });
  it("goes along time for each group, whatever the order shown, and begins anew with the month", () => {
    const rows = [
      { period: "2026-02-01", store: "a" },
      { period: "2026-01-31", store: "b" },
      { period: "2026-01-31", store: "a" },
      { period: "2026-01-30", store: "a" },
    ];
    expect(runsOf("running", rows, ["store"], "day")).toEqual([[3, 2, 0], [1], [3, 2], [3]]);
    expect(runsOf("to_date", rows, ["store"], "day")).toEqual([[0], [1], [3, 2], [3]]);
    const fiscal = [{ period: "2026-01-05" }, { period: "2026-02-02" }, { period: "2026-03-02" }];
    const starts = ["2025-02-03", "2025-03-03", "2025-03-31", "2025-05-05", "2025-06-02", "2025-06-30", "2025-08-04", "2025-09-01", "2025-09-29", "2025-11-03", "2025-12-01", "2026-01-05", "2026-02-02", "2026-03-02", "2026-04-06"];
    expect(runsOf("to_date", fiscal, [], "fiscal_month", { weekStart: "monday", months: starts })).toEqual([[0], [1], [1, 2]]);
    expect(runsOf("running", rows, ["store"], undefined)).toEqual([[0], [0, 1], [0, 1, 2], [0, 1, 2, 3]]);
  });
});

describe("the rest of a table", () => {
  const result = { columns: [{ name: "product", type: "string" }], rows: [["Tea"], [null]], totals: {}, as_of: null, data_version: 1, stale: false, truncated: true, elapsed_ms: 1, cached: false, notes: [] };
  const query = { metrics: ["aov"], dimensions: ["product"], order_by: ["-aov"], limit: 2, filters: [{ field: "store", op: "in", value: ["a"] }] } as const;
  it("is asked for itself, the unknown left out only where it is shown", () => {
    const rest = restQuery({ query, result });
    expect(rest).toEqual({ metrics: ["aov"], dimensions: [], filters: [query.filters[0], { field: "product", op: "not_in", value: ["Tea"] }, { field: "product", op: "not_null" }] });
    expect(restQuery({ query, result: { ...result, rows: [["Tea"]] } })?.filters).toEqual([query.filters[0], { field: "product", op: "not_in", value: ["Tea"] }]);
  });
  it("is nothing where all is shown, and not said of several dimensions", () => {
    expect(restQuery({ query, result: { ...result, truncated: false } })).toBeNull();
    expect(restQuery({ query: { ...query, dimensions: ["product", "store"] }, result })).toBeNull();
  });
});

describe("a pivot", () => {
  it("takes its totals from answers of their own, in their order", () => {
    const cells = [
      { store: "a", channel: "web", customers: 3 },
      { store: "b", channel: "web", customers: 2 },
      { store: "a", channel: null, customers: 1 },
    ];
    const found = pivotOf(cells, [{ store: "b", customers: 2 }, { store: "a", customers: 3 }], [{ channel: "web", customers: 4 }, { channel: null, customers: 1 }], ["store"], ["channel"], "customers");
    expect(found.columns).toEqual([["web"], [null]]);
    expect(found.totals).toEqual(["4", "1"]);
    expect(found.rows).toEqual([
      { values: ["b"], cells: ["2", null], total: "2" },
      { values: ["a"], cells: ["3", "1"], total: "3" },
    ]);
  });
});

describe("a waterfall", () => {
  it("hangs what is taken off below what was there", () => {
    const steps = stepsOf(["gross_sales", "discounts", "returns", "net_sales"], ["100", "10", "-5", "95"]);
    expect(steps.map(({ from, to }) => [from, to])).toEqual([[0, 100], [100, 90], [90, 95], [0, 95]]);
  });
});

describe("cohorts", () => {
  const row = (customer_cohort: string | null, period: string, customers: number) => ({ customer_cohort, period, customers });
  it("count each buyer once by the month of the first order, and leave out those of before", () => {
    const rows = [row("2026-01-01", "2026-01-01", 3), row("2026-01-01", "2026-02-01", 1), row("2025-11-01", "2026-01-01", 9), row(null, "2026-01-01", 4), row("2026-02-01", "2026-02-01", 5)];
    expect(cohortsOf(rows, "customer_cohort", "customers", "2026-02-15")).toEqual([
      { month: "2026-01-01", size: "3", cells: ["3", "1"], immature: 1 },
      { month: "2026-02-01", size: "5", cells: ["5"], immature: 0 },
    ]);
  });
  it("have nothing to say of nothing", () => {
    expect(cohortsOf([], "customer_cohort", "customers", "2026-02-15")).toEqual([]);
  });
});

describe("geometry", () => {
  it("keeps bars below zero left of it", () => {
    const scale = scaleOf(["30", "-10", null]);
    expect(scale.zero).toBe(25);
    expect(scale.length("-10")).toEqual({ left: 0, width: 25, isNegative: true });
    expect(scale.length("30")).toEqual({ left: 25, width: 75, isNegative: false });
    expect(scale.length(null).width).toBe(0);
  });
  it("closes a ring that is one part, and draws nothing for nothing", () => {
    expect(arcs([5])[0]).toMatch(/^M/);
    expect(arcs([0, 5])[0]).toBe("");
    expect(arcs([0, 0])).toEqual(["", ""]);
  });
});

describe("days drawn over", () => {
  const bucket = (key: string) => ({ key, tick: "", label: "" });
  it("end with the last bucket", () => {
    expect(daysOf(bucket("2026-01-01"), bucket("2026-02-01"), "month")).toEqual({ from: "2026-01-01", to: "2026-02-28" });
    expect(daysOf(bucket("2026-01-05"), bucket("2026-01-12"), "week")).toEqual({ from: "2026-01-05", to: "2026-01-18" });
    expect(daysOf(undefined, bucket("2026-01-12"), "day")).toBeNull();
  });
});

describe("a chart for those who hear it", () => {
  it("names the highest, the lowest and the last", () => {
    const said = summaryOf([{ label: "Mon", value: "3" }, { label: "Tue", value: null }, { label: "Wed", value: "9" }, { label: "Thu", value: "-1" }], (value) => value ?? "n/a");
    expect(said).toBe("3 points; highest 9, Wed; lowest -1, Thu; last -1, Thu.");
    expect(summaryOf([{ label: "Mon", value: null }], () => "")).toBe("No figures yet.");
  });
});
