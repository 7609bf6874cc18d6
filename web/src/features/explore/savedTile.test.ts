import { expect, test } from "vitest";
import { savedTile } from "@/features/explore/savedTile";
import { NOTHING } from "@/features/explore/state";

const metricOf = (key: string) => ({ unit: key === "orders" ? "count" : "money", adds: true }) as const;
const begun = { field: "channel", op: "in", value: [] } as const;
const only = { field: "country", op: "in", value: ["DE"] } as const;
const state = { ...NOTHING, metrics: ["net_sales", "orders"], dimensions: ["store"], filters: [only, begun], top: 5, rest: true };

test("a tile keeps its question and finished filters, and the pickers only when asked to", () => {
  const tile = savedTile(state, "table", { period: "last30", stores: "berlin,lyon" }, false, "", metricOf);
  expect(tile).toMatchObject({ kind: "table", query: { metrics: ["net_sales", "orders"], dimensions: ["store"], limit: 5 }, options: { other: true }, settings: { filters: [only] } });
  expect(tile).not.toHaveProperty("title");
  expect(savedTile(state, "table", { period: "last30", stores: "berlin,lyon", compare: "none" }, true, "Mine", metricOf)).toMatchObject({
    title: "Mine",
    settings: { period: "last30", stores: ["berlin", "lyon"], compare: "none", filters: [only] },
  });
  expect(savedTile({ ...state, filters: [] }, "bar", {}, false, "", metricOf)).not.toHaveProperty("settings");
});

test("the days that were seen are kept even where nobody picked them", () => {
  expect(savedTile(state, "bar", {}, true, "", metricOf).settings?.period).toBe("today");
});

test("a number is one figure, a chart only what it draws", () => {
  expect(savedTile({ ...state, dimensions: [] }, "number", {}, false, "", metricOf).query).toEqual({ metrics: ["net_sales"] });
  expect(savedTile(state, "bar", {}, false, "", metricOf).query?.metrics).toEqual(["net_sales"]);
  expect(savedTile({ ...NOTHING, metrics: ["a"], dimensions: ["x", "y"] }, "pivot", {}, false, "", metricOf).options).toEqual({ rows: ["x"], columns: ["y"] });
});
