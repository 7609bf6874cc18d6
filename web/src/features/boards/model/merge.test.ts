import { expect, test } from "vitest";
import { merge, same } from "@/features/boards/model/merge";
import { EMPTY } from "@/features/boards/model/edits";
import { dice, randomTiles } from "@/features/boards/layout/dice";
import type { Document, Tile } from "@/tiles/model";

const tile = (id: string, more: Partial<Tile> = {}): Tile => ({ id, kind: "number", place: { x: 0, y: 0, w: 3, h: 3 }, ...more });
const board = (...tiles: Tile[]): Document => ({ ...EMPTY, tiles });

test("changes of different tiles both hold", () => {
  const merged = merge(board(tile("a"), tile("b")), board(tile("a", { title: "Hers" }), tile("b")), board(tile("a"), tile("b", { title: "Mine" }), tile("c")));
  expect(merged.conflicts).toEqual([]);
  expect(merged.document.tiles.map((one) => [one.id, one.title])).toEqual([["a", "Hers"], ["b", "Mine"], ["c", undefined]]);
});

test("different parts of one tile both hold, a moved place never is a conflict", () => {
  const base = board(tile("a"));
  const theirs = board(tile("a", { title: "Hers", place: { x: 1, y: 0, w: 3, h: 3 } }));
  const mine = board(tile("a", { query: { metrics: ["orders"] }, place: { x: 2, y: 0, w: 3, h: 3 } }));
  const merged = merge(base, theirs, mine);
  expect(merged.conflicts).toEqual([]);
  expect(merged.document.tiles[0]).toMatchObject({ title: "Hers", query: { metrics: ["orders"] }, place: { x: 1 } });
});

test("the same part changed by both stays as saved and comes back", () => {
  const merged = merge(board(tile("a")), board(tile("a", { title: "Hers" })), board(tile("a", { title: "Mine" })));
  expect(merged.document.tiles[0]?.title).toBe("Hers");
  expect(merged.conflicts).toMatchObject([{ tile: "a", what: "changed", yours: { title: "Mine" }, theirs: { title: "Hers" } }]);
});

test("removed by one and changed by the other comes back either way", () => {
  const base = board(tile("a"), tile("b"));
  const changed = board(tile("a", { title: "New" }), tile("b"));
  const removed = board(tile("b"));
  expect(merge(base, removed, changed).conflicts).toMatchObject([{ tile: "a", what: "removed", theirs: null }]);
  expect(merge(base, changed, removed).conflicts).toMatchObject([{ tile: "a", what: "removed", yours: null }]);
  expect(merge(base, removed, board(tile("a"), tile("b"), tile("c"))).document.tiles.map((one) => one.id)).toEqual(["b", "c"]);
});

test("settings merge field by field", () => {
  const merged = merge(EMPTY, { ...EMPTY, settings: { period: "month" } }, { ...EMPTY, settings: { currency: "USD" } });
  expect(merged.document.settings).toEqual({ period: "month", currency: "USD" });
  expect(merge(EMPTY, { ...EMPTY, settings: { period: "month" } }, { ...EMPTY, settings: { period: "year" } }).conflicts).toMatchObject([{ tile: null, what: "settings" }]);
});

test("a tile whose section somebody removed lies on the board", () => {
  const section = tile("s", { kind: "section" });
  const merged = merge(board(section, tile("a", { parent: "s" })), board(), board(section, tile("a", { parent: "s" }), tile("b", { parent: "s" })));
  expect(merged.document.tiles).toMatchObject([{ id: "b" }]);
  expect(merged.document.tiles[0]?.parent).toBeUndefined();
});

test("nothing changed by one side is ever lost, whatever both do", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const roll = dice(seed);
    const base = board(...randomTiles(roll, 8).map((one) => ({ ...one, parent: undefined })));
    const touch = (who: string): Document => {
      const kept = base.tiles.filter(() => roll(6) > 0).map((one) => (roll(3) === 0 ? { ...one, title: `${who} ${roll(3)}` } : one));
      return board(...kept, ...Array.from({ length: roll(3) }, (_, index) => tile(`${who}-${index}`)));
    };
    const theirs = touch("hers");
    const mine = touch("mine");
    const { document, conflicts } = merge(base, theirs, mine);
    const find = (from: Document, id: string): Tile | undefined => from.tiles.find((one) => one.id === id);
    for (const id of new Set([...base.tiles, ...theirs.tiles, ...mine.tiles].map((one) => one.id))) {
      const [was, hers, own, now] = [base, theirs, mine, document].map((one) => find(one, id));
      const asked = conflicts.some((one) => one.tile === id);
      if (same(was, hers)) expect(same(now, own)).toBe(true);
      else if (same(was, own) || same(hers, own)) expect(same(now, hers)).toBe(true);
      else expect(asked && same(now, hers)).toBe(true);
    }
    expect(same(merge(base, base, mine).document, mine)).toBe(true);
    expect(same(merge(base, theirs, base).document, theirs)).toBe(true);
  }
});
