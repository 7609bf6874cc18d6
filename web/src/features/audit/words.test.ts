import { expect, it } from "vitest";
import { differencesOf } from "@/features/audit/words";

it("puts what changed side by side, field by field", () => {
  const before = { role: "viewer", access: { stores: ["a", "b"], columns: { cost: "mask" } }, same: 1 };
  const after = { role: "sales", access: { stores: ["a"], columns: {} }, same: 1, added: true, nothing: null };
  expect(differencesOf({ before, after })).toEqual([
    { field: "access.columns.cost", before: "mask", after: null },
    { field: "access.stores", before: "a, b", after: "a" },
    { field: "added", before: null, after: "true" },
    { field: "role", before: "viewer", after: "sales" },
  ]);
});

it("shows what has no other side, and nothing for nothing", () => {
  expect(differencesOf({ before: null, after: { rows: 12 } })).toEqual([{ field: "rows", before: null, after: "12" }]);
  expect(differencesOf({ before: null, after: null })).toEqual([]);
});
