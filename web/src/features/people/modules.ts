import type { Permission } from "@/api/people";

/** Permissions by the word before their colon, which is what people look for them by. */
export function byModule(permissions: readonly Permission[]): readonly (readonly [string, readonly Permission[]])[] {
  const found = new Map<string, Permission[]>();
  for (const one of permissions) {
    const [word = one.key] = one.key.split(":");
    found.set(word, [...(found.get(word) ?? []), one]);
  }
  return [...found].toSorted(([a], [b]) => a.localeCompare(b));
}
