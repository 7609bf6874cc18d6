/** The question in the address, and how it changes: every change is a step that Back takes back. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { readState, writeState, type Read } from "@/features/explore/address";
import type { Exploration } from "@/features/explore/state";
import { useFields, type Fields } from "@/features/explore/useFields";

export interface Explored extends Read {
  readonly fields: Fields;
  /** What the address names and nobody knows, or this person may not ask. */
  readonly unknown: readonly string[];
  readonly change: (part: Partial<Exploration>) => void;
}

export function useExploration(): Explored {
  const search = useSearch({ from: "/panel/explore" });
  const navigate = useNavigate({ from: "/explore" });
  const fields = useFields();
  const read = useMemo(() => readState(search), [search]);
  const known = useMemo(() => settleNames(read.state, fields), [read.state, fields.ready, fields.metrics, fields.dimensions]);
  const change = (part: Partial<Exploration>): void => {
    const next = tidy({ ...known.state, ...part });
    void navigate({ search: (old) => ({ ...old, ...writeState(next) }) });
  };
  return { ...read, ...known, fields, change };
}

/** What goes with what was taken away. */
function tidy(state: Exploration): Exploration {
  const names = new Set([...state.metrics, ...state.dimensions, ...(state.grain === undefined ? [] : ["period"])]);
  const { sort } = state;
  return {
    ...state,
    ...(sort !== undefined && !names.has(sort.replace(/^-/, "")) ? { sort: undefined } : {}),
    columns: state.columns.filter((key) => state.dimensions.includes(key)),
    rest: state.rest && state.top !== undefined,
    rows: state.rows && state.metrics.length > 0,
  };
}

export function settleNames(state: Exploration, fields: Pick<Fields, "ready" | "metrics" | "dimensions">): { readonly state: Exploration; readonly unknown: readonly string[] } {
  if (!fields.ready) return { state, unknown: [] };
  const metrics = new Set(fields.metrics.map((field) => field.key));
  const dimensions = new Set(fields.dimensions.map((field) => field.key));
  const unknown = [...state.metrics.filter((key) => !metrics.has(key)), ...state.dimensions.filter((key) => !dimensions.has(key)), ...state.filters.map((one) => one.field).filter((key) => !dimensions.has(key))];
  if (unknown.length === 0) return { state, unknown };
  return {
    state: { ...state, metrics: state.metrics.filter((key) => metrics.has(key)), dimensions: state.dimensions.filter((key) => dimensions.has(key)), filters: state.filters.filter((one) => dimensions.has(one.field)) },
    unknown: [...new Set(unknown)],
  };
}
