import { describe, expect, it } from "vitest";
import { withValues } from "@/features/metrics/catalogue";
import { blank, bodyOf, changesOf, draftOf, isWhole } from "@/features/metrics/draft";

const saved = {
  key: "return_share", kind: "metric", label: "Return share", description: "", formula: "returns / gross_sales", owner: null, version: 1, certified: true,
  certified_by: null, saved_at: "", saved_by: null, deleted_at: null, deleted_by: null, may_edit: true, problem: null, unit: "ratio", direction: "down",
} as const;

describe("a definition while it is written", () => {
  it("sends only what was changed, so that a mark survives a new description", () => {
    const first = draftOf(saved, { formula: saved.formula, direction: "down" });
    expect(changesOf(first, first)).toEqual({});
    expect(changesOf({ ...first, description: "What came back" }, first)).toEqual({ description: "What came back" });
    expect(changesOf({ ...first, unit: "percent" }, first)).toEqual({ unit: "percent" });
  });

  it("keeps a name that was given when other bins have none", () => {
    const bins = { ...blank("bins"), edges: "6, 12" };
    expect(bodyOf(bins).labels).toBeNull();
    expect(bodyOf({ ...bins, labels: ["Night", "", ""] }).labels).toEqual(["Night", "6 to 12", "12 and more"]);
  });

  it("does not save values that were put under no name", () => {
    const map = { ...blank("value_map"), groups: [{ name: "Home", values: ["DE"] }, { name: " ", values: ["AT"] }] };
    expect(isWhole(map)).toBe(false);
    expect(isWhole({ ...map, groups: withValues(map.groups, 0, ["DE", "AT"]) })).toBe(true);
  });
});
