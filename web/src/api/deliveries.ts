/** What platforms delivered: what waits for a person, its body, and what a person may do about it. */
import { get, post, put, withQuery } from "@/api/client";

export interface Delivery {
  readonly id: string;
  readonly store: string | null;
  readonly platform: string;
  readonly topic: string;
  readonly delivery_id: string;
  readonly state: "new" | "done" | "parked" | "ignored";
  readonly reason: string | null;
  readonly received_at: string;
  readonly settled_at: string | null;
  readonly attempts: number;
  readonly size: number;
  readonly edited_at: string | null;
  readonly edited_by: string | null;
}

export interface DeliveryBody extends Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly original: string | null;
}

export interface DeliveryPage {
  readonly items: readonly Delivery[];
  readonly next_cursor: string | null;
}

const path = (id: string): string => `/deliveries/${encodeURIComponent(id)}`;

export const fetchParked = (cursor: string | undefined, signal?: AbortSignal): Promise<DeliveryPage> =>
  get<DeliveryPage>(withQuery("/deliveries/parked", { cursor, limit: 20 }), signal);
export const fetchDeliveries = (slug: string, signal?: AbortSignal): Promise<DeliveryPage> =>
  get<DeliveryPage>(withQuery(`/stores/${encodeURIComponent(slug)}/deliveries`, { limit: 10 }), signal);
export const fetchBody = (id: string, signal?: AbortSignal): Promise<DeliveryBody> => get<DeliveryBody>(`${path(id)}/body`, signal);
export const editBody = (id: string, body: string): Promise<unknown> => put(`${path(id)}/body`, { body });
export const replayDelivery = (id: string): Promise<unknown> => post(`${path(id)}/replay`);
export const dismissDelivery = (id: string): Promise<unknown> => post(`${path(id)}/dismiss`);
