/** What a tile is called, in the words the server has for its question. */
import { useCallback } from "react";
import { useSession } from "@/app/view";
import type { Tile } from "@/tiles/model";
import { titleOf } from "@/tiles/title";
import { useNames } from "@/tiles/vocabulary";

export type TitleOf = (tile: Tile) => string;

export function useTitle(): TitleOf {
  const names = useNames(useSession().stores);
  return useCallback((tile) => titleOf(tile, names), [names]);
}
