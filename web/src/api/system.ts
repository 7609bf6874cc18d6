/** How the installation stands, and whether all places of the data agree. */
import { get, post } from "@/api/client";

export interface Stage {
  readonly stage: "inbox" | "outbox";
  readonly waiting: number;
  readonly oldest_at: string | null;
  readonly lag_seconds: number | null;
  readonly passed: number;
  readonly median_seconds: number | null;
  readonly slowest_seconds: number | null;
}

export interface Minute {
  readonly at: string;
  readonly received: number;
  readonly parked: number;
}

export interface Engine {
  readonly name: string;
  readonly up: boolean;
  readonly embedded: boolean;
  readonly version: string | null;
  readonly size: number | null;
  readonly up_since: string | null;
  readonly problem: string | null;
}

export interface Disk {
  readonly total: number;
  readonly free: number;
  readonly parts: readonly { readonly name: string; readonly size: number }[];
  readonly measured_at: string;
}

export interface Standing {
  readonly at: string;
  readonly program: { readonly version: string; readonly schema: string };
  readonly stages: readonly Stage[];
  readonly as_of: string | null;
  readonly data_version: number;
  readonly rebuilding: boolean;
  readonly deliveries: { readonly minutes: readonly Minute[]; readonly parked: number };
  readonly engines: readonly Engine[];
  readonly disk: Disk;
}

export interface StoreAccuracy {
  readonly store: string | null;
  readonly days: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly different: number;
  readonly accuracy: string | null;
  readonly differences: readonly { readonly day: string | null; readonly what: string }[];
}

export interface Comparison {
  readonly id: string;
  readonly state: "running" | "done" | "failed";
  readonly first: string | null;
  readonly last: string | null;
  readonly repair: boolean;
  readonly rows: number;
  readonly days: number;
  readonly different: number;
  readonly accuracy: string | null;
  readonly equal: boolean;
  readonly repaired: number;
  readonly stores: readonly StoreAccuracy[];
  readonly elsewhere: readonly string[];
  readonly error: string | null;
  readonly asked_at: string;
  readonly finished_at: string | null;
}

export interface Accuracy {
  readonly last: Comparison | null;
  readonly newer: Comparison | null;
}

export const fetchStanding = (signal?: AbortSignal): Promise<Standing> => get<Standing>("/system", signal);
export const fetchAccuracy = (signal?: AbortSignal): Promise<Accuracy> => get<Accuracy>("/system/accuracy", signal);

export interface ComparisonOrder {
  readonly first?: string;
  readonly repair?: boolean;
}

export const askComparison = (order: ComparisonOrder): Promise<Accuracy> => post<Accuracy>("/system/accuracy", order);
