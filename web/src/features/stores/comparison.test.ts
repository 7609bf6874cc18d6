import { expect, test } from "vitest";
import { allDays, daysOpen, leftOut, perDay } from "@/features/stores/comparison";

const COMPARED = { from: "2025-01-01", to: "2025-01-31" };

test("a store is left out where it sold nothing in the comparison, or began inside it", () => {
  const stores = [
    { slug: "old", firstDay: "2024-03-01" },
    { slug: "first", firstDay: "2025-01-01" },
    { slug: "midway", firstDay: "2025-01-10" },
    { slug: "new", firstDay: "2026-01-05" },
    { slug: "closed", firstDay: "2020-01-05" },
  ];
  const rows = [
    { store: "old", orders: 4, orders__previous: 3 },
    { store: "first", orders: 4, orders__previous: 1 },
    { store: "midway", orders: 4, orders__previous: 2 },
    { store: "new", orders: 9, orders__previous: 0 },
  ];
  expect(leftOut(stores, rows, COMPARED)).toEqual([
    { slug: "midway", since: "2025-01-10" },
    { slug: "new", since: null },
    { slug: "closed", since: null },
  ]);
});

test("a day without an order is no day open, now or then", () => {
  const open = daysOpen([
    { store: "a", period: "2026-01-01", orders: 2, orders__previous: 1 },
    { store: "a", period: "2026-01-02", orders: 0, orders__previous: 1 },
    { store: "a", period: "2026-01-03", orders: null, orders__previous: 5 },
    { store: "b", period: "2026-01-01", orders: 1 },
  ]);
  expect(open.get("a")).toEqual({ now: 1, before: 3 });
  expect(allDays(open, ["a", "b", "c"])).toEqual({ now: 2, before: 3 });
});

test("an amount a day is exact, and unknown where no day was open", () => {
  expect(perDay("100.00", 3)).toBe("33.333333");
  expect(perDay("-100.00", 3)).toBe("-33.333333");
  expect(perDay("0.30", 3)).toBe("0.100000");
  expect(perDay("5.00", 0)).toBeNull();
  expect(perDay(null, 3)).toBeNull();
});
