import { expect, test } from "vitest";
import { overlaps } from "@/features/boards/layout/grid";
import { dice, randomTiles, type Roll } from "@/features/boards/layout/dice";
import { childrenOf, depthOf, familyOf, placesOf } from "@/features/boards/layout/tree";
import { addTile, changeTile, duplicateTile, EMPTY, freshId, growTile, moveTo, putInto, removeTile, setHidden, stepTile } from "@/features/boards/model/edits";
import { begin, change, rebase, redo, sameDocument, undo } from "@/features/boards/model/history";
import { DEEPEST, MOST_TILES, type Document } from "@/tiles/model";

const boardOf = (roll: Roll): Document => ({ ...EMPTY, tiles: randomTiles(roll, 3 + roll(10)) });

function edited(document: Document, roll: Roll): Document {
  const id = document.tiles[roll(document.tiles.length)]?.id ?? "";
  const mode = roll(3) === 0 ? "phone" : "desk";
  const chance = (): number => roll(1_000_000) / 1_000_000;
  const steps = [
    () => moveTo(document, id, { x: roll(14), y: roll(20), w: 1 + roll(12), h: 1 + roll(9) }, mode),
    () => stepTile(document, id, { dx: roll(3) - 1, dy: 0 }, mode) ?? document,
    () => stepTile(document, id, { dx: 0, dy: roll(3) - 1 }, mode) ?? document,
    () => growTile(document, id, { dx: roll(3) - 1, dy: roll(3) - 1 }, mode) ?? document,
    () => duplicateTile(document, id, chance).document,
    () => (document.tiles.length > 4 ? removeTile(document, id) : document),
    () => addTile(document, freshId(document, "line", chance), { kind: "line", size: { w: 6, h: 6 } }),
    () => putInto(document, id, document.tiles.find((tile) => tile.kind === "section" && tile.id !== id)?.id),
    () => putInto(document, id, undefined),
    () => setHidden(document, id, roll(2) === 0),
    () => changeTile(document, id, { title: `Title ${roll(9)}` }),
  ];
  return steps[roll(steps.length)]?.() ?? document;
}

function expectWhole(document: Document): void {
  const ids = document.tiles.map((tile) => tile.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeLessThanOrEqual(MOST_TILES);
  for (const tile of document.tiles) {
    if (tile.parent !== undefined) expect(document.tiles.find((one) => one.id === tile.parent)?.kind).toBe("section");
    expect(depthOf(document.tiles, tile.id)).toBeLessThanOrEqual(DEEPEST);
    expect(tile.place.x + tile.place.w).toBeLessThanOrEqual(12);
  }
  const parents = [undefined, ...document.tiles.filter((tile) => tile.kind === "section").map((tile) => tile.id)];
  for (const parent of parents) {
    for (const mode of ["desk", "phone"] as const) {
      const places = [...placesOf(document, parent, mode).values()];
      places.forEach((place, index) => expect(places.slice(index + 1).some((other) => overlaps(place, other))).toBe(false));
    }
  }
}

test("whatever is done in whatever order, the board stays whole, and undoing all of it gives the first one", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const roll = dice(seed * 7919);
    const first: Document = JSON.parse(JSON.stringify({ ...EMPTY, tiles: flattened(boardOf(roll)) })) as Document;
    let history = begin(first);
    for (let turn = 0; turn < 25; turn += 1) {
      history = change(history, edited(history.present, roll));
      expectWhole(history.present);
    }
    const last = history.present;
    const steps = history.past.length;
    for (let turn = 0; turn < steps; turn += 1) history = undo(history);
    expect(sameDocument(history.present, first)).toBe(true);
    for (let turn = 0; turn < steps; turn += 1) history = redo(history);
    expect(sameDocument(history.present, last)).toBe(true);
  }
});

test("undoing after somebody else saved keeps what they added", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const roll = dice(seed * 104_729);
    const base: Document = { ...EMPTY, tiles: flattened(boardOf(roll)) };
    let history = begin(base);
    for (let turn = 0; turn < 6; turn += 1) history = change(history, edited(history.present, roll));
    const theirs = addTile(base, "hers", { kind: "text", size: { w: 4, h: 2 } });
    let on = rebase(history, base, theirs).history;
    expect(on.present.tiles.some((tile) => tile.id === "hers")).toBe(true);
    for (let turn = 0; turn < 6; turn += 1) on = undo(on);
    expect(on.present.tiles.some((tile) => tile.id === "hers")).toBe(true);
    expectWhole(on.present);
  }
});

test("a section goes with what it holds and is copied with it", () => {
  const board: Document = {
    ...EMPTY,
    tiles: [
      { id: "s", kind: "section", place: { x: 0, y: 0, w: 12, h: 1 } },
      { id: "a", kind: "number", parent: "s", place: { x: 0, y: 0, w: 3, h: 3 } },
      { id: "b", kind: "number", place: { x: 0, y: 9, w: 3, h: 3 } },
    ],
  };
  expect(removeTile(board, "s").tiles.map((tile) => tile.id)).toEqual(["b"]);
  const copy = duplicateTile(board, "s");
  expect(copy.document.tiles).toHaveLength(5);
  expect(childrenOf(copy.document.tiles, copy.id ?? "")).toHaveLength(1);
  expect(familyOf(copy.document.tiles, "s")).toHaveLength(2);
  expect(putInto(board, "s", "s")).toBe(board);
});

test("a phone's order and heights leave the desk alone", () => {
  const board: Document = {
    ...EMPTY,
    tiles: ["a", "b", "c"].map((id, index) => ({ id, kind: "number" as const, place: { x: index * 4, y: 0, w: 4, h: 3 } })),
  };
  const moved = stepTile(board, "a", { dx: 0, dy: 1 }, "phone") ?? board;
  expect([...placesOf(moved, undefined, "phone").keys()]).toEqual(["b", "a", "c"]);
  expect([...placesOf(moved, undefined, "desk")]).toEqual([...placesOf(board, undefined, "desk")]);
  const grown = growTile(moved, "a", { dx: 0, dy: 2 }, "phone") ?? moved;
  expect(placesOf(grown, undefined, "phone").get("a")?.h).toBe(5);
  expect(placesOf(grown, undefined, "desk").get("a")?.h).toBe(3);
  expect(placesOf(setHidden(grown, "b", true), undefined, "phone").has("b")).toBe(false);
});

/** Random boards may nest anyhow; these lie at most one section deep. */
const flattened = (document: Document): Document["tiles"] => document.tiles;
