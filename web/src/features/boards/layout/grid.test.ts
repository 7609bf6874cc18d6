import { expect, test } from "vitest";
import { arrange, bottomOf, compact, overlaps, resize, roomFor, samePlace, step, within, type Places } from "@/features/boards/layout/grid";
import { dice, randomPlaces } from "@/features/boards/layout/dice";
import { COLUMNS, type Place } from "@/tiles/model";

function expectSound(places: Places): void {
  const all = [...places.values()];
  all.forEach((place, index) => {
    expect(place.x).toBeGreaterThanOrEqual(0);
    expect(place.x + place.w).toBeLessThanOrEqual(COLUMNS);
    expect(place.y).toBeGreaterThanOrEqual(0);
    expect(all.slice(index + 1).some((other) => overlaps(place, other))).toBe(false);
    const lifted = { ...place, y: place.y - 1 };
    const rests = place.y === 0 || all.some((other) => other !== place && overlaps(lifted, other));
    expect(rests).toBe(true);
  });
}

const laid = (entries: Record<string, readonly [x: number, y: number, w: number, h: number]>): Places =>
  new Map(Object.entries(entries).map(([id, [x, y, w, h]]) => [id, { x, y, w, h }]));

test("a tile passes another halfway through it, downwards and upwards", () => {
  const places = laid({ a: [0, 0, 6, 4], b: [0, 4, 6, 4] });
  expect(arrange(places, "a", { x: 0, y: 1, w: 6, h: 4 }).get("a")?.y).toBe(0);
  expect(arrange(places, "a", { x: 0, y: 3, w: 6, h: 4 }).get("a")?.y).toBe(4);
  expect(arrange(places, "b", { x: 0, y: 3, w: 6, h: 4 }).get("b")?.y).toBe(4);
  expect(arrange(places, "b", { x: 0, y: 1, w: 6, h: 4 }).get("b")?.y).toBe(0);
});

test("a tile that grows pushes what is beside and below it down", () => {
  const grown = resize(laid({ a: [0, 0, 6, 4], b: [6, 0, 6, 4], c: [6, 4, 6, 2] }), "a", { w: 8, h: 4 });
  expect(grown.get("a")).toEqual({ x: 0, y: 0, w: 8, h: 4 });
  expect(grown.get("b")?.y).toBe(4);
  expect(grown.get("c")?.y).toBe(8);
});

test("a step by a key always goes somewhere or says that it cannot", () => {
  const places = laid({ a: [0, 0, 6, 4], b: [0, 4, 6, 10] });
  expect(step(places, "a", { dx: 0, dy: 1 })?.get("a")?.y).toBe(10);
  expect(step(places, "a", { dx: 0, dy: -1 })).toBeNull();
  expect(step(places, "b", { dx: 0, dy: 1 })).toBeNull();
  expect(step(places, "a", { dx: -1, dy: 0 })).toBeNull();
  expect(step(places, "a", { dx: 1, dy: 0 })?.get("a")?.x).toBe(1);
});

test("a new tile goes beside the last ones where there is room", () => {
  expect(roomFor(laid({ a: [0, 0, 3, 3], b: [3, 0, 3, 3] }), { w: 3, h: 3 })).toEqual({ x: 6, y: 0, w: 3, h: 3 });
  expect(roomFor(laid({ a: [0, 0, 12, 3] }), { w: 4, h: 2 })).toEqual({ x: 0, y: 3, w: 4, h: 2 });
  expect(roomFor(new Map(), { w: 6, h: 5 })).toEqual({ x: 0, y: 0, w: 6, h: 5 });
});

test("whatever is moved, resized or stepped, nothing overlaps, hangs or is lost", () => {
  for (let seed = 1; seed <= 120; seed += 1) {
    const roll = dice(seed);
    let places: Places = compact(randomPlaces(roll, 1 + roll(14)));
    const ids = [...places.keys()];
    expectSound(places);
    for (let turn = 0; turn < 12; turn += 1) {
      const id = ids[roll(ids.length)] ?? "";
      const now = places.get(id) ?? within({ x: 0, y: 0, w: 1, h: 1 });
      const before = places;
      if (turn % 3 === 0) places = arrange(places, id, { ...now, x: roll(16) - 2, y: roll(30) - 2 });
      else if (turn % 3 === 1) places = resize(places, id, { w: roll(15), h: roll(12) });
      else places = step(places, id, { dx: roll(3) - 1, dy: 0 }) ?? step(places, id, { dx: 0, dy: roll(3) - 1 }) ?? places;
      expectSound(places);
      expect([...places.keys()].toSorted()).toEqual(ids.toSorted());
      for (const other of ids) if (other !== id) expect(size(places.get(other))).toEqual(size(before.get(other)));
    }
  }
});

test("what is settled stays as it is, and moving to one's own place changes nothing", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const places = compact(randomPlaces(dice(seed), 12));
    const again = compact(places);
    for (const [id, place] of places) {
      expect(again.get(id)).toEqual(place);
      const stayed = arrange(places, id, place);
      for (const [other, where] of places) expect(samePlace(stayed.get(other) ?? where, where)).toBe(true);
    }
  }
});

test("going down step by step ends at the bottom", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    let places: Places = compact(randomPlaces(dice(seed), 8));
    let steps = 0;
    for (let next = step(places, "t0", { dx: 0, dy: 1 }); next !== null; next = step(places, "t0", { dx: 0, dy: 1 })) {
      places = next;
      steps += 1;
      expect(steps).toBeLessThan(100);
    }
    const own = places.get("t0");
    const below = [...places].filter(([id, place]) => id !== "t0" && own !== undefined && place.y >= own.y + own.h && place.x < own.x + own.w && own.x < place.x + place.w);
    expect(below).toEqual([]);
    expect(bottomOf(places)).toBeGreaterThan(0);
  }
});

const size = (place: Place | undefined): readonly (number | undefined)[] => [place?.w, place?.h];
