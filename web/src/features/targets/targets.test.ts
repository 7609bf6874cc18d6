import { describe, expect, it } from "vitest";
import type { Pace, Target } from "@/api/targets";
import { shareWords, standingOf } from "@/board/pace";
import { amountFrom, shownOf, typedOf } from "@/features/targets/draft";
import { targetFor } from "@/tiles/targets";

const target = (more: Partial<Target>): Target => ({
  id: "1", metric: "net_sales", store: null, period: "month", start: "2026-11-01", end: "2026-11-30", amount: "120000", currency: "EUR", saved_at: "", saved_by: null, may_edit: true, ...more,
});
const pace = (more: Partial<Pace>): Pace => ({
  target: target({}), method: "last_year", statement: "", actual: "60000", expected_by_now: "70000", ahead_by: "-10000", share_done: "0.5", expected_at_end: null, days: [], ...more,
});
const plain = (text: string): string => text.replaceAll(/\s/g, " ");

describe("targets", () => {
  it("stand for a tile by its very days, else by the shortest period that runs", () => {
    const week = target({ id: "w", period: "week", start: "2026-11-23", end: "2026-11-29" });
    const lyon = target({ id: "l", store: "lyon" });
    const all = [target({ id: "m" }), week, lyon];
    const month = { from: "2026-11-01", to: "2026-11-30" };
    expect(targetFor(all, { range: month, chosen: [] }, "2026-11-23")?.id).toBe("m");
    expect(targetFor(all, { range: { from: "2026-10-25", to: "2026-11-23" }, chosen: [] }, "2026-11-23")?.id).toBe("w");
    expect(targetFor(all, { range: month, chosen: ["lyon"] }, "2026-11-23")?.id).toBe("l");
    expect(targetFor(all, { range: month, chosen: ["lyon", "berlin"] }, "2026-11-23")).toBeNull();
    expect(targetFor(all, { range: { from: "2025-01-01", to: "2025-01-31" }, chosen: [] }, "2026-11-23")).toBeNull();
  });

  it("say how far they are, and whether less is better", () => {
    const behind = standingOf(pace({}), { unit: "money", more: "good" });
    expect([behind.done, plain(behind.words), behind.tone]).toEqual([0.5, "10.0k € behind", "bad"]);
    expect(standingOf(pace({}), { unit: "money", more: "bad" }).tone).toBe("good");
    expect(standingOf(pace({ actual: null, ahead_by: null }), { unit: "money", more: "good" }).done).toBeNull();
    expect(standingOf(pace({ actual: "500000", ahead_by: "430000" }), { unit: "money", more: "good" }).done).toBe(1);
    expect(plain(shareWords(pace({}), "money"))).toBe("50.0 % of 120k €");
    expect(plain(shareWords(pace({ method: "level", actual: null, target: target({ amount: "0.42", currency: null }) }), "percent"))).toBe("n/a, target 42.0 %");
  });

  it("are read as they are typed, a share in percent", () => {
    expect(amountFrom(" 120 000.50 ", "money")).toBe("120000.50");
    expect(amountFrom("42.5", "percent")).toBe("0.425");
    expect(typedOf("0.425", "percent")).toBe("42.5");
    expect(typedOf("1", "percent")).toBe("100");
    for (const wrong of ["", "1,5", "abc", "1e9", "--1"]) expect(amountFrom(wrong, "money")).toBeNull();
  });

  it("are listed by whether they run", () => {
    const all = [target({}), target({ id: "2", start: "2026-12-01", end: "2026-12-31" }), target({ id: "0", start: "2026-10-01", end: "2026-10-31" })];
    expect((["running", "ahead", "over"] as const).map((show) => shownOf(all, show, "2026-11-23").map((one) => one.id))).toEqual([["1"], ["2"], ["0"]]);
  });
});
