/** What every tile of an open board shares. What changes while one moves is apart, so that the others are not drawn again. */
import { createContext, useContext } from "react";
import type { Mode } from "@/features/boards/layout/tree";
import type { Moving, Tools } from "@/features/boards/useMoving";
import type { DayRange } from "@/lib/calendar";
import type { Document } from "@/tiles/model";

export interface Canvas {
  readonly mode: Mode;
  /** Null while the board is only read. */
  readonly tools: Tools | null;
  /** Days drawn over on a chart become the period of the whole board. */
  readonly onBrush?: ((range: DayRange) => void) | undefined;
}

export interface Layout {
  readonly document: Document;
  readonly moving: Moving | null;
}

export const CanvasContext = createContext<Canvas | null>(null);
export const LayoutContext = createContext<Layout | null>(null);

function inside<T>(found: T | null): T {
  if (found === null) throw new Error("a tile of a board lies outside its canvas");
  return found;
}

export const useCanvas = (): Canvas => inside(useContext(CanvasContext));
export const useLayout = (): Layout => inside(useContext(LayoutContext));
