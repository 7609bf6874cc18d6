import { describe, expect, it } from "vitest";
import { parseSearch, readPicks, storeList, writeSearch } from "@/lib/picks";

describe("pickers in the address", () => {
  it("survive the way there and back", () => {
    const picks = readPicks(parseSearch("?stores=berlin,paris&period=2026-01-01..2026-01-31&compare=previous_year&currency=usd&day=organisation"));
    expect(picks).toEqual({ stores: "berlin,paris", period: "2026-01-01..2026-01-31", compare: "previous_year", currency: "USD", day: "organisation" });
    expect(readPicks(parseSearch(writeSearch({ ...picks })))).toEqual(picks);
  });

  it("leave out what cannot be meant", () => {
    const picks = readPicks(parseSearch("?period=yesteryear&compare=soon&currency=EURO&day=moon&stores=,,"));
    expect(Object.values(picks).every((value) => value === undefined)).toBe(true);
  });

  it("keep the default out of the address", () => {
    expect(readPicks({ period: "today" }).period).toBeUndefined();
    expect(writeSearch({ period: undefined })).toBe("");
  });

  it("name each store once", () => {
    expect(storeList("berlin,berlin, paris ,<script>")).toEqual(["berlin", "paris"]);
  });
});
