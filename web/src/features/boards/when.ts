/** When something was saved, short enough for a list. */
import { recentIn, timeIn } from "@/lib/clock";

export const timeOf = (instant: string, zone: string): string => recentIn(zone, new Date(instant), new Date());
export const clockOf = (instant: Date, zone: string): string => timeIn(zone, instant);
