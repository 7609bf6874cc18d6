/** A device in words a person knows, from what its browser says of itself. */
const BROWSERS = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/(Chrome|Chromium|CriOS)\//, "Chrome"],
  [/Safari\//, "Safari"],
] as const;
const SYSTEMS = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/Linux|X11/, "Linux"],
] as const;

const named = (agent: string, names: readonly (readonly [RegExp, string])[]): string | null => names.find(([mark]) => mark.test(agent))?.[1] ?? null;

export function deviceName(agent: string | null): string | null {
  if (agent === null || agent === "") return null;
  const browser = named(agent, BROWSERS);
  const system = named(agent, SYSTEMS);
  if (browser === null) return agent.split(/[\s/]/)[0] ?? null;
  return system === null ? browser : `${browser} on ${system}`;
}
