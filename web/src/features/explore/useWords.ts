/** A question in words: what is asked, and of what alone. */
import { useCallback } from "react";
import type { QueryFilter } from "@/api/query";
import { useSession } from "@/app/view";
import { askedFilters, tableOf, type Exploration } from "@/features/explore/state";
import { exploreText } from "@/i18n/explore";
import { titleOf } from "@/tiles/title";
import { useNames, type Names } from "@/tiles/vocabulary";

const MOST = 3;

export function filterWords({ field, op, value }: QueryFilter, names: Names): string {
  const values = value === undefined ? [] : [value].flat().map((one) => names.value(field, one));
  const listed = values.length > MOST ? `${values.slice(0, MOST).join(", ")} and ${values.length - MOST} more` : values.join(op === "between" ? " to " : ", ");
  if (op === "is_null") return names.value(field, null);
  if (op === "not_null") return `${names.dimension(field)} known`;
  if (op === "not_in" || op === "ne") return `without ${listed}`;
  return op === "contains" ? `${names.dimension(field)} with “${listed}”` : op === "lt" ? `${names.dimension(field)} below ${listed}` : listed;
}

export function wordsOf(state: Exploration, names: Names): string {
  const title = titleOf(tableOf(state, names.metric), names);
  const asked = state.rows ? exploreText.rowsOf(title) : title;
  const filters = askedFilters(state).map((filter) => filterWords(filter, names));
  return filters.length === 0 ? asked : `${asked}: ${filters.join(", ")}`;
}

export function useWords(): (state: Exploration) => string {
  const names = useNames(useSession().stores);
  return useCallback((state) => wordsOf(state, names), [names]);
}
