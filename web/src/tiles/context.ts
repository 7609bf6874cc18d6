/** What every kind of tile is drawn from. */
import type { Cell, Query, QueryFilter } from "@/api/query";
import type { Figures } from "@/board/figures";
import type { DayRange } from "@/lib/calendar";
import type { Calendar } from "@/lib/fiscal";
import type { Grain } from "@/lib/period";
import type { Tile } from "@/tiles/model";
import type { TileView } from "@/tiles/settle";
import type { Names } from "@/tiles/vocabulary";

/** A figure somebody points at: which metric, and the row of the answer it stands in. */
export interface Mark {
  readonly metric: string;
  readonly row: Readonly<Record<string, Cell>>;
  /** Where the mark was asked for itself. */
  readonly query?: Query;
  /** What single values of a row cannot say. */
  readonly within?: readonly QueryFilter[];
  readonly title: string;
  readonly figure: string;
}

export interface Drawn {
  readonly tile: Tile;
  readonly title: string;
  readonly view: TileView;
  readonly names: Names;
  readonly figures: Figures;
  readonly grain: Grain | null;
  readonly calendar: Calendar;
  /** Opens a figure: what lies behind it, or what the page around makes of it. */
  readonly open: (mark: Mark) => void;
  /** Whether the page around makes something of a mark, so that hours may be opened too. */
  readonly drills: boolean;
  readonly onBrush?: ((range: DayRange) => void) | undefined;
}
