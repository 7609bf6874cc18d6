import { expect, it } from "vitest";
import { accessOf, draftOf, FREE, limitsOf } from "@/features/people/limits";

const around = { storeName: (slug: string) => slug.toUpperCase(), groups: [{ key: "eu", name: "Europe", stores: ["berlin"] }], columns: [{ key: "cost", label: "Cost and margin", description: "" }] };

it("says nothing of somebody without limits", () => {
  expect(limitsOf(FREE, around)).toEqual([]);
  expect(accessOf(draftOf(FREE))).toEqual(FREE);
});

it("tells every limit by the names people know", () => {
  const access = { stores: ["lyon"], store_groups: ["eu"], channels: ["pos"], sales_rep: "M. Dubois", columns: { cost: "mask" as const } };
  expect(limitsOf(access, around)).toEqual(["Stores: Europe, LYON", "Channels: pos", "Only what M. Dubois sold", "Cost and margin masked"]);
  expect(accessOf(draftOf(access))).toEqual(access);
});

it("keeps an empty choice of stores as none only where a group or a store is chosen", () => {
  expect(limitsOf({ ...FREE, stores: [] }, around)).toEqual(["No store"]);
  expect(accessOf({ stores: [], groups: ["eu"], channels: [], rep: "  ", columns: { cost: "allow" } })).toEqual({ ...FREE, stores: [], store_groups: ["eu"] });
});
