/** What a board hands to its tiles: its own settings, and its variables as filters. */
import type { QueryFilter } from "@/api/query";
import type { Chosen } from "@/features/boards/search";
import type { Document, Settings } from "@/tiles/model";

export function settingsOf(document: Pick<Document, "settings" | "variables">, chosen: Chosen, span: string | undefined): readonly Settings[] {
  const filters = document.variables.flatMap((variable): QueryFilter[] => {
    const value = chosen[variable.name] ?? variable.value;
    return value.length === 0 ? [] : [{ field: variable.dimension, op: "in", value }];
  });
  const zoomed: Settings = span === undefined ? document.settings : { ...document.settings, period: span };
  return filters.length === 0 ? [zoomed] : [zoomed, { filters }];
}
