/** How an entry reads: who, what, on what. */
import type { Entry } from "@/api/audit";
import { actionNames, auditText, clientNames } from "@/i18n/audit";

export function whoOf({ who, client, outcome, address }: Entry): string {
  if (who !== null) return who.name ?? auditText.former;
  if (client === "web" || outcome === "refused") return address === null ? auditText.stranger : `${auditText.stranger}, ${address}`;
  return clientNames[client] ?? client;
}

export const actionOf = ({ action }: Pick<Entry, "action">): string => actionNames[action] ?? action;

/** Where a subject can be opened: the page and its parameter, by the first word of the action. */
const PAGES: Readonly<Record<string, "/customers/$customerId" | "/boards/$boardId" | "/definitions/$key" | "/imports/$importId">> = {
  personal: "/customers/$customerId",
  board: "/boards/$boardId",
  definition: "/definitions/$key",
  import: "/imports/$importId",
};
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function pageOf({ action, subject }: Entry): { readonly to: (typeof PAGES)[string]; readonly key: string } | null {
  const to = PAGES[action.split(".")[0] ?? ""];
  return to === undefined || (to !== "/definitions/$key" && !ID.test(subject)) ? null : { to, key: subject };
}

/** What it was done to, as short as it is clear; ids are shown by their beginning. */
export function subjectOf({ subject, after }: Entry): string {
  const people = after?.["customers"];
  if (typeof people === "number") return auditText.people(people);
  return ID.test(subject) ? `${subject.slice(0, 8)}…` : subject;
}

export interface Difference {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Fields of before and after side by side; what both say alike is left out. */
export function differencesOf({ before, after }: Pick<Entry, "before" | "after">): readonly Difference[] {
  const [old, now] = [flat(before ?? {}), flat(after ?? {})];
  const fields = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  return fields
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }))
    .filter((one) => one.before !== one.after);
}

function flat(values: Readonly<Record<string, unknown>>, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(values)) {
    const field = path === "" ? name : `${path}.${name}`;
    if (value === null || value === undefined) continue;
    if (Array.isArray(value)) found.set(field, value.map(told).join(", "));
    else if (typeof value === "object") for (const [key, text] of flat(value as Record<string, unknown>, field)) found.set(key, text);
    else found.set(field, told(value));
  }
  return found;
}

const told = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
