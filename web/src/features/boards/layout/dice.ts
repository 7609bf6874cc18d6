/** Chance that can be repeated, and boards made by it, for tests. */
import { within } from "@/features/boards/layout/grid";
import type { Place, Tile } from "@/tiles/model";

export type Roll = (below: number) => number;

/** Whole numbers below a bound, always the same ones for a seed. */
export function dice(seed: number): Roll {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export const randomPlace = (roll: Roll): Place => within({ x: roll(12), y: roll(20), w: 1 + roll(12), h: 1 + roll(8) });

export const randomPlaces = (roll: Roll, count: number): Map<string, Place> => new Map(Array.from({ length: count }, (_, index) => [`t${index}`, randomPlace(roll)]));

export function randomTiles(roll: Roll, count: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let index = 0; index < count; index += 1) {
    const sections = tiles.filter((tile) => tile.kind === "section" && tile.parent === undefined);
    const parent = roll(2) === 0 ? sections[roll(sections.length)]?.id : undefined;
    tiles.push({ id: `t${index}`, kind: roll(4) === 0 ? "section" : "number", place: randomPlace(roll), ...(parent === undefined ? {} : { parent }) });
  }
  return tiles;
}
