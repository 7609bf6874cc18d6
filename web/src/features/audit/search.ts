/** Which entries of the trail are shown, as it stands in the address. */
import { KINDS, OUTCOMES, type EntriesAsked, type Kind, type Outcome } from "@/api/audit";
import { addDays, isDay } from "@/lib/calendar";
import { startOfDayIn } from "@/lib/clock";

export interface AuditSearch {
  kind?: Kind | undefined;
  outcome?: Outcome | undefined;
  from?: string | undefined;
  to?: string | undefined;
  user?: string | undefined;
  q?: string | undefined;
  cursor?: string | undefined;
}

const asText = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const asDay = (value: unknown): string | undefined => (typeof value === "string" && isDay(value) ? value : undefined);

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  return {
    kind: KINDS.find((known) => known === search["kind"]),
    outcome: OUTCOMES.find((known) => known === search["outcome"]),
    from: asDay(search["from"]),
    to: asDay(search["to"]),
    user: asText(search["user"]),
    q: asText(search["q"]),
    cursor: asText(search["cursor"]),
  };
}

/** Days are the organisation's, both ends included. */
export const askedOf = ({ kind, outcome, from, to, user, q }: AuditSearch, zone: string): EntriesAsked => ({
  kind,
  outcome,
  user,
  q,
  since: from === undefined ? undefined : startOfDayIn(zone, from).toISOString(),
  until: to === undefined ? undefined : startOfDayIn(zone, addDays(to, 1)).toISOString(),
});
