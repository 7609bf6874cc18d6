/** Calendar days as plain YYYY-MM-DD text. No clock and no time zone: those are named where a day is asked for. */

export type Day = string;

export interface DayRange {
  readonly from: Day;
  readonly to: Day;
}

export const WEEK_STARTS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
export type WeekStart = (typeof WEEK_STARTS)[number];

const MS_PER_DAY = 86_400_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const utc = (day: Day): Date => new Date(`${day}T00:00:00Z`);
const text = (date: Date): Day => date.toISOString().slice(0, 10);

export function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(utc(value).getTime()) && text(utc(value)) === value;
}

export function addDays(day: Day, count: number): Day {
  return text(new Date(utc(day).getTime() + count * MS_PER_DAY));
}

/** The same day of another month; the last one where that month is shorter. */
export function addMonths(day: Day, count: number): Day {
  const date = utc(day);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date.getUTCDate(), last));
  return text(first);
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / MS_PER_DAY);
}

export const lengthOf = (range: DayRange): number => daysBetween(range.from, range.to) + 1;

export function startOfWeek(day: Day, weekStart: WeekStart): Day {
  const back = (utc(day).getUTCDay() - WEEK_STARTS.indexOf(weekStart) + 7) % 7;
  return addDays(day, -back);
}

export const startOfMonth = (day: Day): Day => `${day.slice(0, 7)}-01`;
export const endOfMonth = (day: Day): Day => addDays(addMonths(startOfMonth(day), 1), -1);
export const startOfYear = (day: Day): Day => `${day.slice(0, 4)}-01-01`;
export const endOfYear = (day: Day): Day => `${day.slice(0, 4)}-12-31`;

export function startOfQuarter(day: Day): Day {
  const month = Number(day.slice(5, 7));
  const first = month - ((month - 1) % 3);
  return `${day.slice(0, 4)}-${String(first).padStart(2, "0")}-01`;
}

export const endOfQuarter = (day: Day): Day => endOfMonth(addMonths(startOfQuarter(day), 2));

/** ISO 8601 week number. */
export function weekNumber(day: Day): number {
  const date = utc(day);
  const thursday = addDays(day, 3 - ((date.getUTCDay() + 6) % 7));
  return Math.floor(daysBetween(startOfYear(thursday), thursday) / 7) + 1;
}

/** "Sun 16 Nov"; with the year when it is not `yearOf`'s. */
export function formatDay(day: Day, yearOf?: Day): string {
  const date = utc(day);
  const year = yearOf !== undefined && yearOf.slice(0, 4) !== day.slice(0, 4) ? ` ${day.slice(0, 4)}` : "";
  return `${WEEKDAYS[date.getUTCDay()] ?? ""} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""}${year}`;
}

export function formatMonth(day: Day): string {
  return `${MONTHS[utc(day).getUTCMonth()] ?? ""} ${day.slice(0, 4)}`;
}

function short(day: Day): string {
  const date = utc(day);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""}`;
}

/** "16 – 22 Nov", "Nov 2025", "2025": the shortest words that name the range. */
export function formatRange(range: DayRange, today?: Day): string {
  const { from, to } = range;
  if (from === to) return formatDay(from, today);
  if (from === startOfYear(from) && to === endOfYear(from)) return from.slice(0, 4);
  if (from === startOfMonth(from) && to === endOfMonth(from)) return formatMonth(from);
  const year = today?.slice(0, 4) === to.slice(0, 4) && from.slice(0, 4) === to.slice(0, 4) ? "" : ` ${to.slice(0, 4)}`;
  if (from.slice(0, 7) === to.slice(0, 7)) return `${utc(from).getUTCDate()} – ${short(to)}${year}`;
  const early = from.slice(0, 4) === to.slice(0, 4) ? "" : ` ${from.slice(0, 4)}`;
  return `${short(from)}${early} – ${short(to)}${year}`;
}
