/** What the person looks at: pickers + session resolved into stores, days, currency and the clock that counts them. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Query } from "@/api/query";
import type { Session, SessionStore } from "@/api/session";
import { sessionQuery } from "@/app/queries";
import { formatRange, type Day, type DayRange } from "@/lib/calendar";
import type { Calendar } from "@/lib/fiscal";
import { dayIn } from "@/lib/clock";
import { comparisonWords, defaultComparison, isUnfinished, resolvePeriod, type Comparison } from "@/lib/period";
import { DEFAULT_PERIOD, readPicks, storeList, type PickSearch } from "@/lib/picks";
import { useNow } from "@/lib/useNow";

export const useSession = (): Session => useSuspenseQuery(sessionQuery).data;

/** Whether the person's role has a right; the server decides again on every request. */
export function useMay(): (permission: string) => boolean {
  const { permissions } = useSession().user;
  return (permission) => permissions.includes(permission);
}

/** The weeks and fiscal months of the organisation. */
export const calendarOf = ({ organisation }: Pick<Session, "organisation">): Calendar => ({ weekStart: organisation.week_start, months: organisation.fiscal_months ?? null });

export function useCalendar(): Calendar {
  const session = useSession();
  return useMemo(() => calendarOf(session), [session]);
}

export interface View {
  readonly stores: readonly SessionStore[];
  readonly chosen: readonly string[];
  readonly period: string;
  readonly range: DayRange | null;
  readonly comparison: Comparison;
  readonly currency: string;
  readonly day: "store" | "organisation";
  readonly zone: string;
  /** Every store in view keeps this zone's day; false when several zones meet. */
  readonly oneZone: boolean;
  readonly today: Day;
  readonly unfinished: boolean;
  readonly rangeWords: string;
  readonly comparedWords: string;
  /** The part of a query that the pickers decide. */
  readonly base: Pick<Query, "range" | "compare" | "same_minute" | "filters" | "currency" | "day">;
}

export function usePicks(): [PickSearch, (change: PickSearch) => void] {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const picks = useMemo(() => readPicks(search), [search]);
  const change = (next: PickSearch): void => {
    void navigate({ to: ".", search: (old) => ({ ...old, cursor: undefined, ...next }), replace: false });
  };
  return [picks, change];
}

export function useView(): View {
  const session = useSession();
  const [picks] = usePicks();
  const now = useNow(60_000);
  const minute = Math.floor(now.getTime() / 60_000);
  return useMemo(() => resolveView(session, picks, new Date(minute * 60_000)), [session, picks, minute]);
}

export function resolveView(session: Session, picks: PickSearch, now: Date): View {
  const { organisation } = session;
  const chosen = storeList(picks.stores).filter((slug) => session.stores.some((store) => store.slug === slug));
  const stores = chosen.length === 0 ? session.stores : session.stores.filter((store) => chosen.includes(store.slug));
  const zones = new Set(stores.map((store) => store.timezone));
  const currencies = new Set(stores.map((store) => store.currency));
  const day = picks.day ?? "store";
  const oneZone = day === "organisation" || zones.size <= 1;
  const zone = day === "store" && zones.size === 1 ? ([...zones][0] ?? organisation.timezone) : organisation.timezone;
  const today = dayIn(zone, now);
  const calendar = calendarOf(session);
  const period = picks.period ?? DEFAULT_PERIOD;
  const range = resolvePeriod(period, today, calendar);
  const comparison = range === null ? "none" : (picks.compare ?? defaultComparison(range));
  const currency = picks.currency ?? (currencies.size === 1 ? ([...currencies][0] ?? organisation.currency) : organisation.currency);
  const unfinished = isUnfinished(range, today);
  return {
    stores, chosen, period, range, comparison, currency, day, zone, oneZone, today, unfinished,
    rangeWords: range === null ? "All time" : formatRange(range, today),
    comparedWords: comparisonWords(range, comparison, today, calendar),
    base: {
      ...(range === null ? {} : { range }),
      ...(comparison === "none" ? {} : { compare: comparison, ...(unfinished ? { same_minute: true } : {}) }),
      ...(chosen.length === 0 ? {} : { filters: [{ field: "store", op: "in" as const, value: chosen }] }),
      currency,
      day,
    },
  };
}
