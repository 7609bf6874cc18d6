/** What a board is made of, as the server keeps it: a tree of tiles, each inheriting what it does not say itself. */
import type { QueryFilter } from "@/api/query";
import { isFiscal, type Calendar } from "@/lib/fiscal";
import type { Comparison } from "@/lib/period";

/** Every field absent here comes from the tile around it, then the board, then the pickers of the page. */
export interface Settings {
  readonly period?: string;
  readonly compare?: Comparison;
  readonly stores?: readonly string[];
  readonly currency?: string;
  readonly day?: "store" | "organisation";
  /** Added to the inherited ones. */
  readonly filters?: readonly QueryFilter[];
}

/** A filter people change while reading; no value means all. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  readonly dimension: string;
  readonly value: readonly string[];
}

/** Columns of twelve and rows of the grid, within the tile around it. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export const KINDS = [
  "number",
  "line",
  "area",
  "bar",
  "combo",
  "pie",
  "table",
  "pivot",
  "heatmap",
  "funnel",
  "cohort",
  "waterfall",
  "scatter",
  "map",
  "feed",
  "text",
  "section",
] as const;
export type TileKind = (typeof KINDS)[number];

export const GRAINS = ["auto", "hour", "day", "week", "month", "quarter", "year", "fiscal_month", "fiscal_quarter", "fiscal_year"] as const;
export type TileGrain = (typeof GRAINS)[number];

/** The steps in time somebody may choose: fiscal ones where there is a fiscal calendar. */
export const grainsOf = ({ months }: Calendar): readonly TileGrain[] => GRAINS.filter((grain) => months !== null || !isFiscal(grain));

export interface TileQuery {
  readonly metrics: readonly string[];
  readonly dimensions?: readonly string[];
  readonly grain?: TileGrain;
  readonly order_by?: readonly string[];
  readonly limit?: number;
}

export interface Options {
  readonly target?: boolean;
  readonly spark?: boolean;
  readonly stack?: "none" | "stacked" | "share";
  readonly orientation?: "vertical" | "horizontal";
  /** Metrics drawn as lines on the second axis. */
  readonly right?: readonly string[];
  readonly scale?: "linear" | "log" | "indexed";
  readonly rows?: readonly string[];
  readonly columns?: readonly string[];
  readonly derived?: readonly Derived[];
  readonly other?: boolean;
  readonly markdown?: string;
  readonly limit?: number;
  readonly annotations?: boolean;
}

export const DERIVED = ["share", "running", "moving", "to_date"] as const;
export type Derived = (typeof DERIVED)[number];

export interface Tile {
  readonly id: string;
  readonly kind: TileKind;
  readonly title?: string;
  readonly subtitle?: string;
  /** The section it lies in. */
  readonly parent?: string;
  readonly place: Place;
  readonly phone?: { readonly order?: number; readonly hidden?: boolean; readonly h?: number };
  readonly settings?: Settings;
  readonly query?: TileQuery;
  readonly options?: Options;
}

/** The order of tiles is the order they are read in, also on phones. */
export interface Document {
  readonly format: 1;
  readonly settings: Settings;
  readonly variables: readonly Variable[];
  readonly tiles: readonly Tile[];
}

export const COLUMNS = 12;
export const ROW_HEIGHT = 40;
export const ROW_GAP = 16;
export const MOST_TILES = 60;
export const DEEPEST = 3;
