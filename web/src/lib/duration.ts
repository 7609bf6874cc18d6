/** Spans of seconds as people read them: "0.2 s", "48 s", "3 min 20 s", "2 h 4 min", "3 days". */
const THIN = "\u202f";

export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)}${THIN}s`;
  if (seconds < 60) return `${Math.round(seconds)}${THIN}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return joined(`${minutes}${THIN}min`, Math.floor(seconds % 60), "s");
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return joined(`${hours}${THIN}h`, minutes % 60, "min");
  return `${Math.floor(hours / 24)} days`;
}

const joined = (whole: string, rest: number, unit: string): string => (rest === 0 ? whole : `${whole} ${rest}${THIN}${unit}`);
