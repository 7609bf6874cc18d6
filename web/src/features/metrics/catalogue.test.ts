import { describe, expect, it } from "vitest";
import { binNames, edgesFrom, entriesOf, groupsOf, keyFrom, mapOf, type Known } from "@/features/metrics/catalogue";
import { readDefinitionSearch } from "@/features/metrics/search";

const metric = { formula: "", unit: "money", direction: "up", owner: "Finance", description: "Gross minus discounts" } as const;
const definition = {
  kind: "metric", description: "", owner: null, version: 1, certified: false, certified_by: null, saved_at: "", saved_by: null,
  deleted_at: null, deleted_by: null, may_edit: true, problem: null,
} as const;
const KNOWN: Known = {
  metrics: [{ key: "net_sales", label: "Net sales", ...metric }, { key: "books", label: "Books", ...metric, is_custom: true, certified: true }],
  dimensions: [{ key: "country", label: "Country", description: "Where to", type: "string", owner: "Sales" }],
  own: [{ key: "books", label: "Books", ...definition }, { key: "gone", label: "Broken", ...definition, problem: "rests on what was deleted" }],
  deleted: [{ key: "old", label: "Old", ...definition }],
};

describe("the catalogue", () => {
  it("lists what there is, what broke among it, and narrows by words", () => {
    const keys = (...asked: Parameters<typeof entriesOf> extends [unknown, ...infer Rest] ? Rest : never): string[] => entriesOf(KNOWN, ...asked).map((one) => one.key);
    expect(keys("all", "")).toEqual(["net_sales", "books", "country", "gone"]);
    expect(keys("own", "")).toEqual(["books", "gone"]);
    expect(keys("certified", "")).toEqual(["books"]);
    expect(keys("deleted", "")).toEqual(["old"]);
    expect(keys("all", "gross SALES")).toEqual(["net_sales"]);
  });

  it("makes keys the server takes", () => {
    expect(keyFrom("Net sales of Bücher & Café!")).toBe("net_sales_of_bucher_cafe");
    expect(keyFrom("4 weeks")).toBe("weeks");
    expect(keyFrom("数")).toBe("");
    for (const text of ["a".repeat(60), "x _ y", "__A__"]) expect(keyFrom(text)).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
  });

  it("reads edges that go up", () => {
    expect(edgesFrom("6, 12,18")).toEqual(["6", "12", "18"]);
    expect(binNames(["6", "12"])).toEqual(["under 6", "6 to 12", "12 and more"]);
    for (const wrong of ["", "12, 6", "6, 6", "six", "1e9", "1, , -"]) expect(edgesFrom(wrong)).toBeNull();
  });

  it("turns names with values into a map and back", () => {
    const groups = [{ name: "Home", values: ["DE", "AT"] }, { name: "Far", values: ["US"] }];
    expect(mapOf(groups)).toEqual({ DE: "Home", AT: "Home", US: "Far" });
    expect(groupsOf(mapOf(groups))).toEqual(groups);
    expect(mapOf([{ name: " ", values: ["DE"] }])).toEqual({});
  });

  it("keeps only what it knows of an address", () => {
    expect(readDefinitionSearch({ q: "x", show: "own", kind: "grouping", other: 1 })).toEqual({ q: "x", show: "own", kind: "grouping" });
    expect(readDefinitionSearch({ q: 7, show: "<b>", kind: [] })).toEqual({});
  });
});
