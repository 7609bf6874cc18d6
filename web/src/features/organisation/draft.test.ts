import { describe, expect, it } from "vitest";
import { changeOf, draftOf, fiscalOf } from "@/features/organisation/draft";

const saved = draftOf({ week_start: "monday", fiscal: { pattern: "gregorian", first_month: 4 }, holidays: null });

describe("the calendar of an organisation", () => {
  it("is sent as far as it was changed", () => {
    expect(changeOf(saved, saved)).toEqual({});
    expect(changeOf({ ...saved, weekStart: "sunday", places: ["DE"] }, saved)).toEqual({ week_start: "sunday", holidays: ["DE"] });
    expect(changeOf({ ...saved, anchor: "nearest" }, saved)).toEqual({});
  });

  it("has with each pattern only what belongs to it", () => {
    expect(fiscalOf({ ...saved, pattern: "4-4-5", anchor: "nearest" })).toEqual({ pattern: "4-4-5", first_month: 4, anchor: "nearest" });
    expect(fiscalOf({ ...saved, pattern: "custom", starts: " 2026-01-29\n2026-02-26, 2026-03-26 " })).toEqual({ pattern: "custom", starts: ["2026-01-29", "2026-02-26", "2026-03-26"] });
  });
});
