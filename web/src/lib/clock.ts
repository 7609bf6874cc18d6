/** Instants on the clock of a named time zone. */
import { type Day, daysBetween } from "@/lib/calendar";

const LOCALE = "en-GB";
const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${zone} ${key}`;
  const known = cache.get(id);
  if (known) return known;
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: zone });
  } catch {
    made = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: "UTC" });
  }
  cache.set(id, made);
  return made;
}

export function dayIn(zone: string, instant: Date): Day {
  const parts = formatter(zone, "day", { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(instant);
  const get = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  return `${get("year")}-${get("month")}-${get("day")}`;
}

export function hourIn(zone: string, instant: Date): number {
  const options: Intl.DateTimeFormatOptions = { hour: "2-digit", hourCycle: "h23" };
  return Number(formatter(zone, "hour", options).format(instant));
}

const WALL: Intl.DateTimeFormatOptions = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };

/** What a clock on the wall of a zone shows at an instant, read as if it were UTC. */
function wallOf(zone: string, instant: number): number {
  const parts = formatter(zone, "wall", WALL).formatToParts(instant);
  const get = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(get("year"), get("month") - 1, get("day"), get("hour"), get("minute"), get("second"));
}

/** The instant at which a day begins in a zone; where midnight is skipped, the first instant after it. */
export function startOfDayIn(zone: string, day: Day): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const first = midnight - (wallOf(zone, midnight) - midnight);
  const second = first - (wallOf(zone, first) - midnight);
  return new Date(dayIn(zone, new Date(second)) < day ? first : second);
}

export function timeIn(zone: string, instant: Date, seconds = false): string {
  const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  if (seconds) options.second = "2-digit";
  return formatter(zone, seconds ? "seconds" : "time", options).format(instant);
}

export function dateTimeIn(zone: string, instant: Date): string {
  const options: Intl.DateTimeFormatOptions = {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  };
  return formatter(zone, "dateTime", options).format(instant);
}

export function dateIn(zone: string, instant: Date): string {
  return formatter(zone, "date", { day: "numeric", month: "short", year: "numeric" }).format(instant);
}

/** As short as it is clear: "14:05" of today, "Sun 21:07" of the six days before, else the date. */
export function recentIn(zone: string, instant: Date, now: Date): string {
  const passed = daysBetween(dayIn(zone, instant), dayIn(zone, now));
  if (passed === 0) return timeIn(zone, instant);
  if (passed < 0 || passed > 6) return dateIn(zone, instant);
  return `${formatter(zone, "weekday", { weekday: "short" }).format(instant)} ${timeIn(zone, instant)}`;
}

/** "just now", "4 min ago", "3 h ago", then days. */
export function ago(instant: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - instant.getTime()) / 1000));
  if (seconds < 10) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ago`;
  return `${Math.floor(hours / 24)} days ago`;
}

/** "Europe/Berlin" as people read it. */
export const zoneLabel = (zone: string): string => zone.replaceAll("_", " ");

export function zones(): string[] {
  return Intl.supportedValuesOf("timeZone");
}
