/** The kinds of tiles as somebody chooses them: how large they begin, what they ask first, what their form offers. */
import {
  IconChartArea,
  IconChartArrowsVertical,
  IconChartBar,
  IconChartDonut,
  IconChartFunnel,
  IconChartHistogram,
  IconChartLine,
  IconChartScatter,
  IconGridDots,
  IconLayoutRows,
  IconListDetails,
  IconMap,
  IconNotes,
  IconNumber123,
  IconStairs,
  IconTable,
  IconTablePlus,
  type Icon,
} from "@tabler/icons-react";
import type { NewTile } from "@/features/boards/model/edits";
import { KINDS, type Options, type Place, type TileKind, type TileQuery } from "@/tiles/model";

export interface KindForm {
  readonly kind: TileKind;
  readonly label: string;
  readonly hint: string;
  readonly Icon: Icon;
  readonly size: Pick<Place, "w" | "h">;
  readonly query?: TileQuery;
  readonly options?: Options;
  /** Options its form offers. */
  readonly offers: readonly (keyof Options)[];
  /** Whether time passes along it. */
  readonly grain?: true;
  /** Whether it may be split. */
  readonly split?: true;
  /** Whether its rows may be sorted and cut. */
  readonly rows?: true;
}

type Words = Omit<KindForm, "kind">;

const SALES = ["net_sales"];

const FORMS: Readonly<Record<TileKind, Words>> = {
  number: { label: "Number", hint: "One figure with its change", Icon: IconNumber123, size: { w: 3, h: 3 }, query: { metrics: SALES }, options: { spark: true }, offers: ["spark", "target"] },
  line: { label: "Line", hint: "A course over time", Icon: IconChartLine, size: { w: 6, h: 6 }, query: { metrics: SALES, grain: "auto" }, offers: ["scale", "target", "annotations"], grain: true, split: true },
  area: { label: "Area", hint: "Parts of a whole over time", Icon: IconChartArea, size: { w: 6, h: 6 }, query: { metrics: SALES, dimensions: ["channel"], grain: "auto" }, options: { stack: "stacked" }, offers: ["stack", "scale", "annotations"], grain: true, split: true },
  bar: { label: "Bars", hint: "Things beside each other", Icon: IconChartBar, size: { w: 6, h: 6 }, query: { metrics: SALES, dimensions: ["store"] }, offers: ["stack", "orientation", "annotations"], grain: true, split: true, rows: true },
  combo: { label: "Bars and line", hint: "Two figures, two axes", Icon: IconChartHistogram, size: { w: 6, h: 6 }, query: { metrics: ["net_sales", "orders"], grain: "auto" }, options: { right: ["orders"] }, offers: ["right", "annotations"], grain: true },
  pie: { label: "Pie", hint: "Up to five parts", Icon: IconChartDonut, size: { w: 4, h: 6 }, query: { metrics: SALES, dimensions: ["channel"] }, offers: [], split: true },
  table: { label: "Table", hint: "Rows with totals", Icon: IconTable, size: { w: 6, h: 7 }, query: { metrics: ["net_sales", "orders"], dimensions: ["store"], limit: 10 }, offers: ["derived", "other"], split: true, rows: true },
  pivot: { label: "Pivot table", hint: "Rows by columns", Icon: IconTablePlus, size: { w: 12, h: 8 }, query: { metrics: SALES, dimensions: ["store", "channel"] }, options: { rows: ["store"], columns: ["channel"] }, offers: ["rows", "columns"], split: true, rows: true },
  heatmap: { label: "Heat map", hint: "Hours of the week", Icon: IconGridDots, size: { w: 6, h: 7 }, query: { metrics: ["orders"], dimensions: ["hour_of_day", "weekday"] }, offers: [] },
  funnel: { label: "Funnel", hint: "What is left step by step", Icon: IconChartFunnel, size: { w: 4, h: 6 }, query: { metrics: ["orders", "customers"] }, offers: [] },
  cohort: { label: "Cohorts", hint: "Who comes back, month by month", Icon: IconStairs, size: { w: 12, h: 8 }, query: { metrics: ["customers"] }, offers: [] },
  waterfall: { label: "Waterfall", hint: "From gross to net sales", Icon: IconChartArrowsVertical, size: { w: 6, h: 6 }, query: { metrics: ["gross_sales", "discounts", "returns", "net_sales"] }, offers: [] },
  scatter: { label: "Scatter", hint: "One figure against another", Icon: IconChartScatter, size: { w: 6, h: 7 }, query: { metrics: ["orders", "net_sales"], dimensions: ["product"], limit: 100 }, offers: ["scale"], split: true, rows: true },
  map: { label: "World map", hint: "Countries by a figure", Icon: IconMap, size: { w: 6, h: 7 }, query: { metrics: SALES, dimensions: ["country"] }, offers: [] },
  feed: { label: "Orders arriving", hint: "The newest orders, live", Icon: IconListDetails, size: { w: 4, h: 7 }, options: { limit: 12 }, offers: ["limit"] },
  text: { label: "Text", hint: "A note in Markdown", Icon: IconNotes, size: { w: 4, h: 3 }, options: { markdown: "" }, offers: ["markdown"] },
  section: { label: "Section", hint: "A heading over tiles", Icon: IconLayoutRows, size: { w: 12, h: 1 }, offers: [] },
};

export const formOf = (kind: TileKind): KindForm => ({ kind, ...FORMS[kind] });

export function findKinds(q: string): readonly KindForm[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return KINDS.map(formOf).filter((form) => words.every((word) => `${form.label} ${form.hint}`.toLowerCase().includes(word)));
}

export function newTile(kind: TileKind): NewTile {
  const { size, query, options, label } = FORMS[kind];
  return { kind, size, ...(query === undefined ? {} : { query }), ...(options === undefined ? {} : { options }), ...(kind === "section" ? { title: label } : {}) };
}

/** A tile's question and options as another kind would ask and show them: what does not fit is left out. */
export function asKind(kind: TileKind, query: TileQuery | undefined, options: Options | undefined): { readonly query: TileQuery | undefined; readonly options: Options | undefined } {
  const form = FORMS[kind];
  if (form.query === undefined) return { query: undefined, options: form.options };
  const kept = Object.entries(options ?? {}).filter(([key]) => (form.offers as readonly string[]).includes(key));
  const dimensions = query?.dimensions ?? form.query.dimensions;
  const metrics = query === undefined || query.metrics.length < form.query.metrics.length ? form.query.metrics : query.metrics;
  const fixed = form.split !== true;
  return {
    query: {
      ...query,
      metrics: kind === "number" ? metrics.slice(0, 1) : metrics,
      dimensions: fixed ? form.query.dimensions : dimensions,
      grain: form.grain === true ? (query?.grain ?? form.query.grain) : undefined,
    },
    options: { ...form.options, ...Object.fromEntries(kept) },
  };
}
