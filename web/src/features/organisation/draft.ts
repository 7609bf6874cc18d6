/** The calendar while it is changed, and what of it is sent. */
import type { CalendarChange, Fiscal, Pattern } from "@/api/organisation";
import type { WeekStart } from "@/lib/calendar";

export interface Draft {
  readonly weekStart: WeekStart;
  readonly pattern: Pattern;
  readonly firstMonth: number;
  readonly anchor: "last" | "nearest";
  readonly starts: string;
  readonly places: readonly string[] | null;
}

export function draftOf(saved: { readonly week_start: WeekStart; readonly fiscal?: Fiscal; readonly holidays?: readonly string[] | null }): Draft {
  const { fiscal } = saved;
  return {
    weekStart: saved.week_start,
    pattern: fiscal?.pattern ?? "gregorian",
    firstMonth: fiscal?.first_month ?? 1,
    anchor: fiscal?.anchor ?? "last",
    starts: (fiscal?.starts ?? []).join("\n"),
    places: saved.holidays ?? null,
  };
}

/** A pattern is sent with what it is made of and nothing else. */
export function fiscalOf({ pattern, firstMonth, anchor, starts }: Draft): Fiscal {
  if (pattern === "custom") return { pattern, starts: starts.split(/[\s,;]+/).filter((day) => day !== "") };
  return pattern === "gregorian" ? { pattern, first_month: firstMonth } : { pattern, first_month: firstMonth, anchor };
}

export function changeOf(draft: Draft, first: Draft): CalendarChange {
  const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
  return {
    ...(draft.weekStart === first.weekStart ? {} : { week_start: draft.weekStart }),
    ...(same(fiscalOf(draft), fiscalOf(first)) ? {} : { fiscal: fiscalOf(draft) }),
    ...(same(draft.places, first.places) ? {} : { holidays: draft.places }),
  };
}
