/** The query API: metrics by dimensions, their explanation and the rows behind a figure. */
import { get, post, request, withQuery } from "@/api/client";
import type { DayRange } from "@/lib/calendar";
import type { Unit } from "@/lib/format";
import type { Comparison, Grain } from "@/lib/period";

export type FilterOp = "eq" | "ne" | "in" | "not_in" | "lt" | "between" | "contains" | "is_null" | "not_null";

export interface QueryFilter {
  readonly field: string;
  readonly op: FilterOp;
  readonly value?: string | readonly string[];
}

export interface Query {
  readonly metrics: readonly string[];
  readonly dimensions?: readonly string[];
  readonly grain?: Grain;
  readonly range?: DayRange;
  readonly compare?: Exclude<Comparison, "none">;
  readonly same_minute?: boolean;
  readonly filters?: readonly QueryFilter[];
  readonly currency?: string;
  readonly day?: "store" | "organisation";
  readonly order_by?: readonly string[];
  readonly limit?: number;
}

export type Cell = string | number | boolean | null;

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly unit?: string | null;
  readonly metric?: string | null;
  readonly version?: number | null;
}

export interface QueryResult {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly totals: Readonly<Record<string, Cell>>;
  readonly as_of: string | null;
  readonly data_version: number;
  readonly stale: boolean;
  readonly stale_since?: string | null;
  readonly truncated: boolean;
  readonly elapsed_ms: number;
  readonly cached: boolean;
  readonly notes: readonly string[];
}

export interface ExplainedMetric {
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly formula: string;
  readonly unit: Unit;
  readonly direction: "up" | "down" | "neutral" | "good" | "bad";
  readonly date_basis: string;
  readonly owner: string;
  readonly version: number;
}

export interface Explanation {
  readonly metrics: readonly ExplainedMetric[];
  readonly filters: readonly string[];
  readonly range: DayRange | null;
  readonly day: string;
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly tables: readonly string[];
  readonly notes: readonly string[];
  readonly rate_set?: string | null;
}

export interface SourceRows {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly total: number;
  readonly next_cursor: string | null;
  readonly sum: string | null;
}

export interface RowsRequest {
  readonly query: Query;
  readonly row?: Readonly<Record<string, Cell>>;
  readonly metric: string;
  readonly cursor?: string | null;
  readonly limit?: number;
}

export const runQuery = (query: Query, signal?: AbortSignal): Promise<QueryResult> =>
  post<QueryResult>("/query", query, signal);
export const explainQuery = (query: Query, signal?: AbortSignal): Promise<Explanation> =>
  post<Explanation>("/query/explain", query, signal);
export const fetchRows = (rows: RowsRequest, signal?: AbortSignal): Promise<SourceRows> =>
  post<SourceRows>("/query/rows", rows, signal);

export type ExportFormat = "csv" | "xlsx" | "parquet" | "json";

export async function exportQuery(query: Query, format: ExportFormat): Promise<Blob> {
  return (await request("POST", "/query/export", { query, format })).blob();
}

export const fetchDimensionValues = async (key: string, q: string, signal?: AbortSignal): Promise<readonly string[]> => {
  const path = withQuery(`/dimensions/${encodeURIComponent(key)}/values`, { q, limit: 50 });
  const body = await get<{ items: readonly (string | { value: string })[] }>(path, signal);
  return body.items.map((item) => (typeof item === "string" ? item : item.value));
};
