import { describe, expect, it } from "vitest";
import type { Cell } from "@/api/query";
import { breakDown, exactQuery, only, openTile, overTime, partsOf, sourceRows, spanOf, withFilter, without, zoomIn } from "@/features/explore/drill";
import { isSum, sumOfRows } from "@/features/explore/rowSum";
import { chartOf, kindOf, NOTHING, queryOf, sidesOf, tableOf } from "@/features/explore/state";
import { settleNames } from "@/features/explore/useExploration";
import { fittingKinds } from "@/tiles/bestKind";
import type { DrillMark } from "@/tiles/drill";
import type { Tile } from "@/tiles/model";
import type { TileView } from "@/tiles/settle";

const tile: Tile = { id: "a", kind: "bar", place: { x: 0, y: 0, w: 6, h: 6 }, query: { metrics: ["net_sales"], dimensions: ["store"] } };
const view = { range: { from: "2026-01-10", to: "2026-03-20" }, chosen: ["berlin", "lyon"], today: "2026-03-20" } as unknown as TileView;
const stores = { field: "store", op: "in", value: ["berlin", "lyon"] } as const;
const country = { field: "country", op: "in", value: ["DE", "FR"] } as const;

function markOf(row: Readonly<Record<string, Cell>>, more: Partial<DrillMark> = {}): DrillMark {
  return { tile, view, picks: { period: "2026-01-10..2026-03-20", stores: "berlin,lyon" }, filters: [country], metric: "net_sales", row, within: [], title: "t", figure: "1", query: { metrics: ["net_sales"], range: { from: "2026-01-10", to: "2026-03-20" }, filters: [stores, country], currency: "EUR" }, grain: null, calendar: { weekStart: "monday", months: null }, ...more };
}

describe("a mark", () => {
  it("is broken down within its own values, the unknown one as well", () => {
    const found = breakDown(markOf({ store: "berlin", channel: null }), "product");
    expect(found.state).toEqual({ ...NOTHING, metrics: ["net_sales"], dimensions: ["product"], filters: [country, { field: "store", op: "in", value: ["berlin"] }, { field: "channel", op: "is_null" }] });
    expect(found.picks).toEqual({ period: "2026-01-10..2026-03-20", stores: "berlin,lyon" });
  });

  it("keeps to its bucket, and to the days that were asked", () => {
    const month = markOf({ period: "2026-01-01" }, { query: { metrics: ["net_sales"], grain: "month" } });
    expect(spanOf(month)).toEqual({ from: "2026-01-10", to: "2026-01-31" });
    expect(spanOf(markOf({ period: "2026-03-16" }, { grain: "week" }))).toEqual({ from: "2026-03-16", to: "2026-03-20" });
    expect(spanOf(markOf({ period: "2026-02-01" }, { grain: "quarter" }))).toEqual({ from: "2026-01-10", to: "2026-03-20" });
    expect(spanOf(markOf({ store: "berlin" }))).toBeNull();
    expect(overTime(month).picks.period).toBe("2026-01-10..2026-01-31");
  });

  it("of an hour is that hour of that day", () => {
    const hour = markOf({ period: "2026-02-03T09:00:00+01:00" }, { grain: "hour" });
    expect(sourceRows(hour)).toEqual({ state: { ...NOTHING, metrics: ["net_sales"], filters: [country, { field: "hour_of_day", op: "in", value: ["9"] }], rows: true }, picks: { period: "2026-02-03..2026-02-03", stores: "berlin,lyon" } });
    const twoClocks = markOf({ period: "2026-02-03", hour_of_day: 9, store: "berlin" }, { grain: "hour" });
    expect(partsOf(twoClocks)).toEqual([{ dimension: "store", value: "berlin" }]);
    expect(sourceRows(twoClocks).state.filters).toContainEqual({ field: "hour_of_day", op: "in", value: ["9"] });
    expect(zoomIn(hour)).toBeNull();
  });

  it("of a heat map is its weekday and hour", () => {
    const heat = markOf({ weekday: 3, hour_of_day: 9 });
    expect(breakDown(heat, "store").state.filters).toEqual([country, { field: "weekday", op: "in", value: ["3"] }, { field: "hour_of_day", op: "in", value: ["9"] }]);
  });

  it("asked for itself has its stores, filters and days and no groups", () => {
    expect(exactQuery(markOf({ store: "berlin", period: "2026-02-01" }, { grain: "month" }))).toEqual({
      metrics: ["net_sales"],
      filters: [stores, country, { field: "store", op: "in", value: ["berlin"] }],
      currency: "EUR",
      range: { from: "2026-02-01", to: "2026-02-28" },
    });
  });

  it("narrows or leaves out in the question it stands in", () => {
    const mark = markOf({ country: "DE" });
    const part = { dimension: "country", value: "DE" };
    expect(only(mark, part).state).toMatchObject({ metrics: ["net_sales"], dimensions: ["store"], filters: [{ field: "country", op: "in", value: ["DE"] }] });
    expect(without(mark, part).state.filters).toEqual([country, { field: "country", op: "not_in", value: ["DE"] }]);
    expect(without(mark, { dimension: "city", value: null }).state.filters).toEqual([country, { field: "city", op: "not_null" }]);
  });

  it("zooms in finer steps, its splits kept", () => {
    const line: Tile = { ...tile, kind: "line", query: { metrics: ["net_sales"], dimensions: ["channel"], grain: "month" } };
    expect(zoomIn(markOf({ period: "2026-02-01" }, { tile: line, grain: "month" }))).toEqual({ state: { ...NOTHING, metrics: ["net_sales"], dimensions: ["channel"], grain: "auto", filters: [country], kind: "line" }, picks: { period: "2026-02-01..2026-02-28", stores: "berlin,lyon" } });
  });
});

describe("filters", () => {
  it("narrow a list, grow what is left out, and never widen", () => {
    const a = { field: "x", op: "in", value: ["1", "2"] } as const;
    expect(withFilter([a], { field: "x", op: "in", value: ["1"] })).toEqual([{ field: "x", op: "in", value: ["1"] }]);
    expect(withFilter([a], { field: "x", op: "in", value: ["3"] })).toEqual([a, { field: "x", op: "in", value: ["3"] }]);
    expect(withFilter([{ field: "x", op: "not_in", value: ["1"] }], { field: "x", op: "not_in", value: ["2", "1"] })).toEqual([{ field: "x", op: "not_in", value: ["1", "2"] }]);
    expect(withFilter([{ field: "x", op: "is_null" }], { field: "x", op: "is_null" })).toEqual([{ field: "x", op: "is_null" }]);
  });
});

describe("a tile in the explorer", () => {
  it("asks what it asked on its board", () => {
    const asked = { tile: { ...tile, kind: "table" as const, query: { metrics: ["a", "b"], dimensions: ["store"], grain: "day" as const, order_by: ["-b"], limit: 7 }, options: { other: true, derived: ["share" as const] } }, view, picks: {}, filters: [country] };
    expect(openTile(asked).state).toEqual({ ...NOTHING, metrics: ["a", "b"], dimensions: ["store"], grain: "day", filters: [country], sort: "-b", top: 7, rest: true, kind: "table", derived: ["share"] });
  });
  it("of a fixed shape brings that shape along", () => {
    expect(openTile({ tile: { ...tile, kind: "heatmap", query: { metrics: ["orders"] } }, view, picks: {}, filters: [] }).state.dimensions).toEqual(["weekday", "hour_of_day"]);
    expect(openTile({ tile: { ...tile, kind: "number" }, view, picks: {}, filters: [] }).state).toMatchObject({ dimensions: [], kind: "number" });
    expect(openTile({ tile: { ...tile, query: { metrics: ["orders"] } }, view, picks: {}, filters: [] }).state.grain).toBe("auto");
  });
});

describe("what shows a question best", () => {
  const metricOf = (key: string) => ({ unit: key === "orders" ? "count" : key === "rate" ? "percent" : "money", adds: key !== "rate" }) as const;
  const best = (metrics: readonly string[], dimensions: readonly string[] = [], grain?: "day") => fittingKinds({ metrics, dimensions, ...(grain === undefined ? {} : { grain }) }, metricOf)[0];
  it("follows its shape", () => {
    expect(best([])).toBe("table");
    expect(best(["net_sales"])).toBe("number");
    expect(best(["net_sales"], [], "day")).toBe("line");
    expect(best(["net_sales", "orders"], [], "day")).toBe("combo");
    expect(best(["net_sales"], ["store"], "day")).toBe("area");
    expect(best(["rate"], ["store"], "day")).toBe("line");
    expect(best(["net_sales"], ["store"])).toBe("bar");
    expect(best(["net_sales"], ["country"])).toBe("map");
    expect(best(["net_sales"], ["store", "channel"])).toBe("pivot");
    expect(best(["net_sales"], ["hour_of_day", "weekday"])).toBe("heatmap");
    expect(best(["net_sales"], ["a", "b", "c"])).toBe("table");
  });
  it("gives way to what somebody chose, while that fits", () => {
    const state = { ...NOTHING, metrics: ["net_sales"], dimensions: ["store"] };
    expect(kindOf({ ...state, kind: "pie" }, metricOf)).toBe("pie");
    expect(kindOf({ ...state, kind: "heatmap" }, metricOf)).toBe("bar");
    expect(kindOf({ ...state, metrics: ["rate"], kind: "pie" }, metricOf)).toBe("bar");
  });
  it("draws one unit on one axis and lists every figure in the table", () => {
    const state = { ...NOTHING, metrics: ["net_sales", "orders", "gross_sales"], dimensions: ["store"], sort: "-orders", top: 5, rest: true };
    expect(chartOf(state, "bar", metricOf)).toMatchObject({ query: { metrics: ["net_sales", "gross_sales"], order_by: undefined, limit: 5 }, options: { other: true } });
    expect(tableOf(state, metricOf)).toMatchObject({ query: { metrics: state.metrics, order_by: ["-orders"], limit: 5 } });
    expect(chartOf({ ...state, dimensions: [], grain: "day" }, "combo", metricOf).options).toEqual({ right: ["orders"] });
  });
  it("sorts by nothing that is not asked, and always leaves a pivot two sides", () => {
    expect(queryOf({ ...NOTHING, metrics: ["a"], sort: "-gone" })).toEqual({ metrics: ["a"] });
    expect(sidesOf({ ...NOTHING, dimensions: ["a", "b"], columns: ["a", "b"] })).toEqual({ rows: ["a"], columns: ["b"] });
    expect(sidesOf({ ...NOTHING, dimensions: ["a", "b", "c"], columns: ["a"] })).toEqual({ rows: ["b", "c"], columns: ["a"] });
  });
});

describe("names nobody knows", () => {
  it("are left out of the question and named once", () => {
    const field = (key: string) => ({ key, label: key, description: "", group: "other" as const, isCustom: false, isCertified: false });
    const fields = { ready: true, metrics: [field("orders")], dimensions: [field("store")] };
    const state = { ...NOTHING, metrics: ["orders", "gone"], dimensions: ["store", "lost"], filters: [{ field: "lost", op: "is_null" as const }] };
    expect(settleNames(state, fields)).toEqual({ state: { ...state, metrics: ["orders"], dimensions: ["store"], filters: [] }, unknown: ["gone", "lost"] });
    expect(settleNames(state, { ...fields, ready: false }).unknown).toEqual([]);
  });
});

describe("source rows", () => {
  const columns = [{ name: "order", type: "string" }, { name: "value", type: "decimal" }];
  it("add up exactly, and to the figure once rounded", () => {
    expect(sumOfRows(columns, [["a", "45.371901"], ["b", "-52.016807"], ["c", 1]])).toBe("-5.644906");
    expect(isSum("-5.644906", "-5.64", 3)).toBe(true);
    expect(isSum("-5.644906", "-5.65", 3)).toBe(false);
    expect(isSum("2.005", "2.01", 1)).toBe(true);
    expect(isSum("3", "3", 3)).toBe(true);
    expect(isSum("4", "3", 4)).toBe(false);
  });
  it("of a ratio add up to nothing", () => {
    expect(sumOfRows(columns, [["a", "1"], ["b", null]])).toBeNull();
    expect(sumOfRows([{ name: "order", type: "string" }], [["a"]])).toBeNull();
  });
});
