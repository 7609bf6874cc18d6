/** Orders: the list, one order whole, its source records, and search. */
import { get, withQuery } from "@/api/client";

export interface OrderFilters {
  readonly store?: string | undefined;
  readonly status?: string | undefined;
  readonly channel?: string | undefined;
  readonly country?: string | undefined;
  readonly customer?: string | undefined;
  readonly product?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export interface OrderRow {
  readonly id: string;
  readonly number: string | null;
  readonly store: string;
  readonly ordered_at: string;
  readonly status: string;
  readonly channel: string | null;
  readonly customer: { readonly id: string; readonly name: string | null } | null;
  readonly country: string | null;
  readonly items: number | string;
  readonly currency: string;
  readonly gross_sales: string;
  readonly discounts: string;
  readonly returns: string;
  readonly net_sales: string;
  readonly total_sales: string;
}

export interface OrderPage {
  readonly items: readonly OrderRow[];
  readonly next_cursor: string | null;
  readonly previous_cursor: string | null;
  readonly total: number | null;
}

export const fetchOrders = (filters: OrderFilters, signal?: AbortSignal): Promise<OrderPage> =>
  get<OrderPage>(withQuery("/orders", { ...filters, count: "exact" }), signal);

/** Where the whole list is read as a CSV. */
export const ordersFile = (filters: OrderFilters): string => `/api/v1${withQuery("/orders/export", { ...filters })}`;

export interface OrderLine {
  readonly id?: string;
  readonly product_id?: string | null;
  readonly sku: string | null;
  readonly title: string | null;
  readonly quantity: string | number;
  readonly unit_price: string | null;
  readonly gross: string | null;
  readonly discount: string | null;
  readonly tax: string | null;
  readonly cost: string | null;
  readonly returned_quantity: string | number | null;
  readonly returned: string | null;
}

export interface OrderEntry {
  readonly id?: string;
  readonly kind: string;
  readonly line: string | null;
  readonly occurred_at: string;
  readonly recorded_at: string;
  readonly order_day: string;
  readonly booked_day: string;
  readonly units: string | number | null;
  readonly gross: string | null;
  readonly discount: string | null;
  readonly returned: string | null;
  readonly tax: string | null;
  readonly shipping: string | null;
  readonly revision: number;
  readonly superseded_by: number | null;
}

export interface Provenance {
  readonly kind: string;
  readonly id: string;
  readonly file: string | null;
  readonly row: number | null;
}

export interface OrderRevision {
  readonly id: string;
  readonly part: string;
  readonly source_time: string | null;
  readonly rank: number | null;
  readonly received_at: string;
  readonly provenance: Provenance;
  readonly won: boolean;
}

export interface OrderPayment {
  readonly id?: string;
  readonly kind?: string | null;
  readonly method?: string | null;
  readonly gateway?: string | null;
  readonly status?: string | null;
  readonly amount: string | null;
  readonly currency?: string | null;
  readonly paid_at?: string | null;
  readonly reference?: string | null;
}

export interface OrderRefund {
  readonly id?: string;
  readonly refunded_at?: string | null;
  readonly reason?: string | null;
  readonly provisional?: boolean;
  readonly lines: readonly { readonly sku: string | null; readonly title?: string | null; readonly quantity: string | number | null; readonly amount: string | null }[];
  readonly components: readonly { readonly kind: string; readonly amount: string | null }[];
}

export interface OrderFulfilment {
  readonly id?: string;
  readonly fulfilled_at?: string | null;
  readonly status?: string | null;
  readonly carrier?: string | null;
  readonly tracking?: string | null;
  readonly lines?: readonly { readonly sku: string | null; readonly quantity: string | number | null }[];
}

export interface OrderAddress {
  readonly kind?: string | null;
  readonly name?: string | null;
  readonly company?: string | null;
  readonly street?: string | null;
  readonly city?: string | null;
  readonly postal_code?: string | null;
  readonly region?: string | null;
  readonly country?: string | null;
}

export interface TimelineEvent {
  readonly at: string;
  readonly kind: string;
  readonly text: string;
  readonly amount?: string | null;
}

export interface OrderDetail extends OrderRow {
  readonly lines: readonly OrderLine[];
  readonly shipping_lines: readonly { readonly title: string | null; readonly amount: string | null }[];
  readonly shipping?: string | null;
  readonly taxes?: string | null;
  readonly payments: readonly OrderPayment[];
  readonly refunds: readonly OrderRefund[];
  readonly fulfilments: readonly OrderFulfilment[];
  readonly entries: readonly OrderEntry[];
  readonly revisions: readonly OrderRevision[];
  readonly addresses: readonly OrderAddress[];
  readonly attribution: Readonly<Record<string, string | null>> | null;
  readonly attributes: Readonly<Record<string, unknown>> | null;
  readonly timeline: readonly TimelineEvent[];
}

export const fetchOrder = (id: string, signal?: AbortSignal): Promise<OrderDetail> =>
  get<OrderDetail>(`/orders/${encodeURIComponent(id)}`, signal);

export interface SourceRecord {
  readonly revision: string;
  readonly part: string;
  readonly received_at: string;
  readonly provenance: Provenance;
  readonly record: unknown;
}

export const fetchOrderSource = (id: string, revision: string, signal?: AbortSignal): Promise<SourceRecord> =>
  get<SourceRecord>(withQuery(`/orders/${encodeURIComponent(id)}/source`, { revision }), signal);

export interface SearchHits {
  readonly orders: readonly { readonly id: string; readonly number: string | null; readonly store: string; readonly ordered_at: string; readonly currency: string; readonly total_sales: string | null }[];
  readonly customers: readonly { readonly id: string; readonly name: string | null; readonly email?: string | null }[];
  readonly products: readonly { readonly id: string; readonly title: string | null; readonly sku?: string | null; readonly category?: string | null }[];
  readonly elapsed_ms: number;
}

export const searchAll = (q: string, signal?: AbortSignal): Promise<SearchHits> =>
  get<SearchHits>(withQuery("/search", { q, limit: 8 }), signal);
