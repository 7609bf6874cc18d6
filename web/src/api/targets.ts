/** What a metric should reach in a period of the organisation's calendar, and where it stands on the way. */
import { get, patch, post, remove, withQuery } from "@/api/client";
import type { Day, DayRange } from "@/lib/calendar";

export const TARGET_PERIODS = ["day", "week", "month", "quarter", "year"] as const;
export type TargetPeriod = (typeof TARGET_PERIODS)[number];

export interface Target {
  readonly id: string;
  readonly metric: string;
  /** Null: all stores together. */
  readonly store: string | null;
  readonly period: TargetPeriod;
  readonly start: Day;
  readonly end: Day;
  readonly amount: string;
  readonly currency: string | null;
  readonly saved_at: string;
  readonly saved_by: { readonly id: string; readonly name: string } | null;
  readonly may_edit: boolean;
}

export interface PaceDay {
  readonly day: Day;
  readonly is_holiday: boolean;
  readonly share: string | null;
  readonly expected: string | null;
  readonly expected_so_far: string | null;
  readonly actual: string | null;
}

export interface Pace {
  readonly target: Target;
  readonly method: "last_year" | "weekdays" | "even" | "level";
  readonly statement: string;
  readonly actual: string | null;
  readonly expected_by_now: string | null;
  readonly ahead_by: string | null;
  readonly share_done: string | null;
  readonly expected_at_end: string | null;
  readonly days: readonly PaceDay[];
}

export interface TargetDraft {
  readonly metric: string;
  readonly period: TargetPeriod;
  readonly start: Day;
  readonly amount: string;
  readonly store: string | null;
  readonly currency: string | null;
}

interface Items<T> {
  readonly items: readonly T[];
}

export interface TargetsAsked {
  readonly metric?: string | undefined;
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
}

export const fetchTargets = async (asked: TargetsAsked, signal?: AbortSignal): Promise<readonly Target[]> =>
  (await get<Items<Target>>(withQuery("/targets", { ...asked }), signal)).items;
export const fetchPace = ({ metric, period, start, store }: Pick<Target, "metric" | "period" | "start" | "store">, signal?: AbortSignal): Promise<Pace> =>
  get<Pace>(withQuery("/targets/pace", { metric, period, start, store: store ?? undefined }), signal);
export const fetchTargetPeriods = async (period: TargetPeriod, day: Day, signal?: AbortSignal): Promise<readonly DayRange[]> =>
  (await get<Items<{ start: Day; end: Day }>>(withQuery("/targets/periods", { period, day }), signal)).items.map(({ start, end }) => ({ from: start, to: end }));
export const setTarget = (draft: TargetDraft): Promise<Target> => post<Target>("/targets", draft);
export const changeTarget = (id: string, amount: string): Promise<Target> => patch<Target>(`/targets/${encodeURIComponent(id)}`, { amount });
export const removeTarget = (id: string): Promise<void> => remove(`/targets/${encodeURIComponent(id)}`);
