import { describe, expect, it } from "vitest";
import type { Annotation } from "@/api/annotations";
import type { Bucket } from "@/charts/buckets";
import { flagsOf } from "@/tiles/annotations";

const note = (day: string, text: string, kind: Annotation["kind"] = "note"): Annotation => ({ id: text, day, until: null, text, kind, stores: [] });
const buckets = ["2026-01-01", "2026-01-02", "2026-01-03"].map((key) => ({ key }) as Bucket);

describe("flags of a chart", () => {
  it("stand at the bucket of their day, together where it is one", () => {
    const notes = [note("2026-01-01", "New Year", "holiday"), note("2026-01-01", "Sale"), note("2026-01-03", "Storm"), note("2025-12-31", "Before")];
    expect(flagsOf(notes, buckets, "day")).toEqual([{ index: 0, text: "Sale, New Year" }, { index: 2, text: "Storm" }]);
  });

  it("leave holidays out where days are summed", () => {
    const notes = [note("2026-01-01", "New Year", "holiday"), note("2026-01-02", "Sale")];
    expect(flagsOf(notes, buckets, "month")).toEqual([{ index: 1, text: "Sale" }]);
  });

  it("are few, and what people wrote comes before holidays", () => {
    const many = Array.from({ length: 20 }, (_, at) => ({ key: `2026-01-${String(at + 1).padStart(2, "0")}` }) as Bucket);
    const notes = [...many.slice(0, 10).map(({ key }) => note(key, `h${key}`, "holiday")), note("2026-01-15", "Sale")];
    const found = flagsOf(notes, many, "day");
    expect(found).toHaveLength(6);
    expect(found[0]).toEqual({ index: 14, text: "Sale" });
  });
});
