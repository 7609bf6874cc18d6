/** How stores are connected to their platforms: what to paste, what came of it, a test that really is sent. */
import { get, post, put } from "@/api/client";

export type ConnectionState = "unsupported" | "no_secret" | "waiting" | "receiving" | "refused" | "ended";

export interface Webhooks {
  readonly store: string;
  readonly state: ConnectionState;
  readonly url: string | null;
  readonly topics: readonly string[];
  readonly secret_set: boolean;
  readonly last_delivery: {
    readonly id: string;
    readonly topic: string;
    readonly at: string;
    readonly state: "new" | "done" | "parked" | "ignored";
    readonly reason: string | null;
  } | null;
  readonly deliveries_today: number;
  readonly refused: { readonly count: number; readonly last_at: string; readonly last_reason: string } | null;
  readonly ended_at: string | null;
}

export interface TestReport {
  readonly ok: boolean;
  readonly url: string;
  readonly via: "network" | "process";
  readonly steps: readonly { readonly name: string; readonly ok: boolean | null; readonly detail: string }[];
}

const path = (slug: string): string => `/stores/${encodeURIComponent(slug)}`;

export const fetchAllWebhooks = async (signal?: AbortSignal): Promise<readonly Webhooks[]> =>
  (await get<{ items: readonly Webhooks[] }>("/webhooks", signal)).items;
export const setSecret = (slug: string, secret: string): Promise<unknown> => put(`${path(slug)}/webhook-secret`, { secret });
export const tryWebhook = (slug: string): Promise<TestReport> => post<TestReport>(`${path(slug)}/webhooks/test`);
