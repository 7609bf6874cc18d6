/** A mark of a tile handed to the page around it, with everything that made it: what it asked and over what. */
import { createContext, useContext } from "react";
import type { Cell, Query, QueryFilter } from "@/api/query";
import type { Calendar } from "@/lib/fiscal";
import type { Grain } from "@/lib/period";
import type { PickSearch } from "@/lib/picks";
import type { Tile } from "@/tiles/model";
import type { TileView } from "@/tiles/settle";

/** What a tile asks once everything it inherits is settled. */
export interface Asked {
  readonly tile: Tile;
  readonly view: TileView;
  readonly picks: PickSearch;
  /** Those of the board, its section and the tile; stores of the pickers are not among them. */
  readonly filters: readonly QueryFilter[];
}

export interface DrillMark extends Asked {
  readonly metric: string;
  /** Values of the row the figure stands in. */
  readonly row: Readonly<Record<string, Cell>>;
  /** What the row cannot say by single values, such as a month of first orders. */
  readonly within: readonly QueryFilter[];
  readonly title: string;
  readonly figure: string;
  readonly query: Query;
  readonly grain: Grain | null;
  readonly calendar: Calendar;
}

export interface Drill {
  readonly open: (mark: DrillMark) => void;
  /** Null where the tile is explored already. */
  readonly explore: ((asked: Asked) => void) | null;
}

/** Null where a figure only opens its definition. */
export const DrillContext = createContext<Drill | null>(null);

export const useDrill = (): Drill | null => useContext(DrillContext);
