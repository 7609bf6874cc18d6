/** What the page of targets asks, and what is asked anew after a change. */
import { queryOptions } from "@tanstack/react-query";
import { fetchTargetPeriods, fetchTargets, type TargetPeriod } from "@/api/targets";
import { queryClient } from "@/app/queries";
import type { Day } from "@/lib/calendar";

export const targetsQuery = queryOptions({ queryKey: ["targets", "list"], queryFn: ({ signal }) => fetchTargets({}, signal), staleTime: 10_000 });
export const periodsQuery = (period: TargetPeriod, day: Day) =>
  queryOptions({ queryKey: ["targets", "periods", period, day], queryFn: ({ signal }) => fetchTargetPeriods(period, day, signal), staleTime: 60_000 });

export const targetsChanged = (): void => void queryClient.invalidateQueries({ queryKey: ["targets"] });
