/** The audit trail: who changed, read and was refused what, and whether its chain holds. */
import { get, post, withQuery } from "@/api/client";
import type { Day } from "@/lib/calendar";

export const KINDS = ["sign_in_failed", "new_device", "refused", "access_changed", "personal_exported", "personal_read", "alert"] as const;
export type Kind = (typeof KINDS)[number];
export const OUTCOMES = ["done", "refused"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type Values = Readonly<Record<string, unknown>>;

export interface Who {
  readonly id: string;
  readonly name: string | null;
}

export interface Entry {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly kind: Kind | null;
  readonly subject: string;
  readonly outcome: Outcome;
  /** How often: refusals of a minute are one entry. */
  readonly count: number;
  readonly who: Who | null;
  readonly client: string;
  readonly credential: string | null;
  readonly address: string | null;
  readonly agent: string | null;
  readonly correlation_id: string | null;
  readonly before: Values | null;
  readonly after: Values | null;
  /** Of no organisation: shown to the one that runs the home. */
  readonly house: boolean;
  readonly sequence: number | null;
  readonly hash: string | null;
}

export interface EntryPage {
  readonly items: readonly Entry[];
  readonly next_cursor: string | null;
}

export interface EntriesAsked {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly user?: string | undefined;
  readonly kind?: Kind | undefined;
  readonly outcome?: Outcome | undefined;
  readonly q?: string | undefined;
}

export interface Alert {
  readonly kind: Kind;
  readonly who: Who | null;
  readonly address: string | null;
  readonly count: number;
  readonly usual: number;
  readonly day: Day;
}

export interface Security {
  readonly days: readonly Day[];
  readonly counts: Readonly<Record<Kind, readonly number[]>>;
  readonly alerts: readonly Alert[];
  readonly newest: Readonly<Record<Kind, readonly Entry[]>>;
  readonly chain: { readonly entries: number; readonly last_root: Day | null; readonly public_key: string };
}

export interface Verdict {
  readonly house: boolean;
  readonly holds: boolean;
  readonly entries: number;
  readonly roots: number;
  readonly faults: readonly { readonly kind: string; readonly sequence: number | null; readonly entry: string | null; readonly detail: string }[];
  readonly more_faults: number;
}

export const fetchEntries = (asked: EntriesAsked, cursor: string | undefined, limit: number, signal: AbortSignal): Promise<EntryPage> =>
  get(withQuery("/audit", { ...asked, cursor, limit }), signal);

export const entriesFile = (asked: EntriesAsked, form: "csv" | "jsonl"): string => withQuery("/api/v1/audit/export", { ...asked, form });

export const fetchSecurity = (signal: AbortSignal): Promise<Security> => get("/audit/security", signal);

export const verifyTrail = (): Promise<{ readonly items: readonly Verdict[] }> => post("/audit/verify");
