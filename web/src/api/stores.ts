/** Stores: where orders come from. */
import { get, patch, post, remove } from "@/api/client";
import type { Platform } from "@/api/session";

export interface StoreImport {
  readonly id: string;
  readonly file: string;
  readonly finished_at: string | null;
  readonly created: number;
  readonly updated: number;
  readonly rejected: number;
}

export interface Store {
  readonly slug: string;
  readonly name: string;
  readonly platform: Platform;
  readonly currency: string;
  readonly timezone: string;
  readonly prices: "gross" | "net";
  readonly orders: number;
  readonly first_order_at: string | null;
  readonly last_order_at: string | null;
  readonly last_import: StoreImport | null;
  readonly created_at: string;
  readonly webhook_url?: string | null;
  readonly topics?: readonly string[];
}

export interface StoreDraft {
  readonly slug: string;
  readonly name: string;
  readonly platform: Platform;
  readonly currency: string;
  readonly timezone: string;
  readonly prices: "gross" | "net";
}

export const fetchStores = async (signal?: AbortSignal): Promise<readonly Store[]> =>
  (await get<{ items: Store[] }>("/stores", signal)).items;
export const addStore = (store: StoreDraft): Promise<Store> => post<Store>("/stores", store);
export const editStore = (slug: string, change: Partial<StoreDraft>): Promise<Store> =>
  patch<Store>(`/stores/${encodeURIComponent(slug)}`, change);
export const deleteStore = (slug: string, withOrders: boolean): Promise<unknown> =>
  remove(`/stores/${encodeURIComponent(slug)}${withOrders ? "?with_orders=true" : ""}`);
