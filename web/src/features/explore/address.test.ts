import { describe, expect, it } from "vitest";
import { dice, type Roll } from "@/features/boards/layout/dice";
import { readState, writeState } from "@/features/explore/address";
import { readExploreSearch } from "@/features/explore/search";
import { NOTHING, type Exploration } from "@/features/explore/state";
import { allPicks, openStep, readTrail, trailFrom, writeTrail } from "@/features/explore/trail";
import { parseSearch, writeSearch } from "@/lib/picks";
import type { FilterOp, QueryFilter } from "@/api/query";
import { DERIVED } from "@/tiles/model";

const KEYS = ["net_sales", "orders", "aov", "my_own.metric", "store", "product_name", "country"];
const VALUES = ["berlin", "Tea & cups", "a=b,c", "", "“quoted”", "<b>", "100%", "+", "ünïcode 🫖", '["x"]', "null"];
const pick = <T>(roll: Roll, from: readonly T[]): T => from[roll(from.length)] as T;
const some = <T>(roll: Roll, from: readonly T[]): readonly T[] => from.filter(() => roll(3) === 0);

function randomFilter(roll: Roll): QueryFilter {
  const field = pick(roll, KEYS);
  const op = pick<FilterOp>(roll, ["eq", "ne", "in", "not_in", "lt", "between", "contains", "is_null", "not_null"]);
  if (op === "is_null" || op === "not_null") return { field, op };
  return op === "in" || op === "not_in" || op === "between" ? { field, op, value: some(roll, VALUES) } : { field, op, value: pick(roll, VALUES) };
}

function randomState(roll: Roll): Exploration {
  return {
    ...NOTHING,
    metrics: some(roll, KEYS),
    dimensions: some(roll, KEYS),
    ...(roll(2) === 0 ? { grain: pick(roll, ["auto", "hour", "week", "year"] as const) } : {}),
    filters: Array.from({ length: roll(4) }, () => randomFilter(roll)),
    ...(roll(2) === 0 ? { sort: `${roll(2) === 0 ? "-" : ""}${pick(roll, KEYS)}` } : {}),
    ...(roll(2) === 0 ? { top: 1 + roll(1000) } : {}),
    rest: roll(2) === 0,
    ...(roll(2) === 0 ? { kind: pick(roll, ["bar", "pivot", "map", "cohort"] as const) } : {}),
    columns: some(roll, KEYS),
    derived: some(roll, DERIVED),
    ...(roll(2) === 0 ? { stack: "share" as const } : {}),
    ...(roll(2) === 0 ? { scale: "log" as const } : {}),
    rows: roll(2) === 0,
  };
}

describe("the address", () => {
  it("gives back whatever was asked", () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const state = randomState(dice(seed));
      const address = writeSearch({ ...writeState(state), period: "last30" });
      const { state: found, lost } = readState(readExploreSearch(parseSearch(address)));
      expect(found, `seed ${seed}: ${address}`).toEqual(state);
      expect(lost).toEqual([]);
    }
  });

  it("is short while nothing is asked", () => {
    expect(writeSearch({ ...writeState(NOTHING) })).toBe("");
  });

  it("gives a sensible question for hostile ones, and names what is left out", () => {
    const read = (search: Record<string, unknown>) => readState(readExploreSearch(search));
    expect(read({ m: "net_sales,<script>,../x", f: "{", top: "-3", as: "constructor", step: "century", add: "share,evil", sort: "-A B" })).toEqual({
      state: { ...NOTHING, metrics: ["net_sales"], derived: ["share"] },
      lost: ["m", "step", "f", "sort", "top", "as", "add"],
    });
    for (const f of ["[]x", "null", "7", '[["store"]]', '[["store","drop","x"]]', '[["store","in",["nested"]]]', '[["store","is_null","x"]]', '[["store","eq"]]', '[["store","eq","a","b"]]', '[{"field":"store"}]']) {
      expect(read({ f }), f).toEqual({ state: NOTHING, lost: ["f"] });
    }
    expect(read({ m: 7, by: null, rows: ["1"], f: "[]" })).toEqual({ state: NOTHING, lost: ["m"] });
    expect(read({ m: "x".repeat(20_000) }).state).toEqual(NOTHING);
    expect(read({ m: Array.from({ length: 40 }, (_, at) => `m${at}`).join(",") }).state.metrics).toHaveLength(12);
    expect(read({ as: "section" }).lost).toEqual(["as"]);
  });

  it("takes random noise without a fall", () => {
    const signs = [..."[]{}\",:abc_19<>%&=-.\\ "];
    for (let seed = 1; seed <= 300; seed += 1) {
      const roll = dice(seed);
      const noise = (): string => Array.from({ length: roll(60) }, () => pick(roll, signs)).join("");
      const { state } = readState(readExploreSearch({ m: noise(), by: noise(), f: noise(), top: noise(), trail: noise() }));
      expect(readState(readExploreSearch(parseSearch(writeSearch({ ...writeState(state) })))).state).toEqual(state);
      expect(readTrail(noise())).toEqual([]);
    }
  });
});

describe("the way back", () => {
  const board = "/boards/01a2074e-dbc6-7f37-b9f9-679100818210";
  it("grows by the page one comes from and keeps the last eight", () => {
    const first = trailFrom(board, { period: "last30", vars: "c=DE" });
    expect(first).toEqual([`${board}?period=last30&vars=c%3DDE`]);
    let trail = first;
    for (let at = 0; at < 12; at += 1) trail = trailFrom("/explore", { m: `m${at}`, trail: writeTrail(trail) });
    const kept = readTrail(writeTrail(trail));
    expect(kept).toHaveLength(8);
    expect(kept.at(-1)).toBe("/explore?m=m11");
    expect(trailFrom("/explore", {})).toEqual([]);
  });

  it("opens what it names, with the pickers of then", () => {
    expect(openStep(`${board}?period=last30&vars=c%3DDE`)).toMatchObject({ board: board.slice(8), picks: { period: "last30" }, search: { vars: "c=DE" } });
    expect(openStep("/explore?m=orders&stores=berlin")).toMatchObject({ board: null, picks: { stores: "berlin" }, explore: { m: "orders" } });
    expect(Object.keys(allPicks({}))).toEqual(["stores", "period", "compare", "currency", "day"]);
  });

  it("leads nowhere else", () => {
    expect(readTrail(JSON.stringify(["https://evil.example", "//evil", "javascript:alert(1)", "/explore#x", "/explorer", "/orders", "/boards/../x", 7, "/explore?m=a"]))).toEqual(["/explore?m=a"]);
    for (const bad of ["{", "{}", "null", '"/explore"']) expect(readTrail(bad)).toEqual([]);
  });
});
