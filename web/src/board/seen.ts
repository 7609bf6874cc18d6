/** The pickers' part of what a list of figures asks the server for. */
import type { SeenFilters } from "@/api/rankings";
import type { View } from "@/app/view";

export const seenFilters = (view: View): SeenFilters => ({
  store: view.chosen.join(",") || undefined,
  from: view.range?.from,
  to: view.range?.to,
  compare: view.comparison === "none" ? undefined : view.comparison,
  same_minute: view.base.same_minute ? "true" : undefined,
  currency: view.currency,
  day: view.day === "store" ? undefined : view.day,
});
