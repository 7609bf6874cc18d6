/** Products and customers with the figures of a period: lists, and one of them whole. */
import { get, withQuery } from "@/api/client";
import type { Cell } from "@/api/query";

export interface SeenFilters {
  readonly store?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly compare?: string | undefined;
  readonly same_minute?: string | undefined;
  readonly currency?: string | undefined;
  readonly day?: string | undefined;
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export interface ProductFilters extends SeenFilters {
  readonly category?: string | undefined;
  readonly vendor?: string | undefined;
  readonly sold?: string | undefined;
}

export interface CustomerFilters extends SeenFilters {
  readonly country?: string | undefined;
  readonly kind?: string | undefined;
}

export type FigureCells = Readonly<Record<string, Cell>>;

export interface Listed<T> {
  readonly items: readonly T[];
  readonly total: number | null;
  readonly next_cursor: string | null;
  readonly previous_cursor: string | null;
  readonly totals: FigureCells;
  readonly currency: string | null;
  readonly as_of: string;
  readonly stale: boolean;
  readonly notes: readonly string[];
}

export interface ProductRow {
  readonly id: string | null;
  readonly name: string | null;
  readonly vendor: string | null;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly sku: string | null;
  readonly skus: number;
  readonly stores: readonly string[];
  readonly figures: FigureCells | null;
}

export interface CustomerRow {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly country: string | null;
  readonly first_ordered_at: string | null;
  readonly last_ordered_at: string | null;
  readonly figures: FigureCells | null;
}

export interface ProductVariant {
  readonly id: string;
  readonly product_id: string;
  readonly store: string;
  readonly sku: string | null;
  readonly title: string | null;
  readonly barcode: string | null;
  readonly price: string | null;
  readonly currency: string;
  readonly unit_cost: string | null;
  readonly cost_currency: string | null;
  readonly cost_since: string | null;
  readonly is_deleted: boolean;
}

export interface CatalogueEvent {
  readonly at: string;
  readonly kind: "listed" | "price" | "cost";
  readonly store: string;
  readonly sku: string | null;
  readonly title: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly currency: string | null;
}

export interface ProductDetail {
  readonly id: string;
  readonly name: string | null;
  readonly names: readonly string[];
  readonly vendor: string | null;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly status: string | null;
  readonly tags: readonly string[];
  readonly stores: readonly string[];
  readonly first_sold: string | null;
  readonly last_sold: string | null;
  readonly with_costs: boolean;
  readonly variants: readonly ProductVariant[];
  readonly timeline: readonly CatalogueEvent[];
}

export interface CustomerEvent {
  readonly at: string;
  readonly kind: "ordered" | "edited" | "refund" | "cancellation";
  readonly order_id: string;
  readonly number: string | null;
  readonly store: string;
  readonly status: string;
  readonly currency: string;
  readonly amount: string | null;
  readonly note: string | null;
}

export interface CustomerDetail {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly address_lines: readonly string[];
  readonly postal_code: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly country: string | null;
  readonly is_personal: boolean;
  readonly first_ordered_at: string | null;
  readonly last_ordered_at: string | null;
  readonly orders: number;
  readonly timeline: readonly CustomerEvent[];
  readonly more: number;
}

export const fetchProducts = (filters: ProductFilters, signal?: AbortSignal): Promise<Listed<ProductRow>> =>
  get<Listed<ProductRow>>(withQuery("/products", { ...filters }), signal);
export const fetchProduct = (id: string, signal?: AbortSignal): Promise<ProductDetail> =>
  get<ProductDetail>(`/products/${encodeURIComponent(id)}`, signal);
export const fetchCustomers = (filters: CustomerFilters, signal?: AbortSignal): Promise<Listed<CustomerRow>> =>
  get<Listed<CustomerRow>>(withQuery("/customers", { ...filters }), signal);
export const fetchCustomer = (id: string, signal?: AbortSignal): Promise<CustomerDetail> =>
  get<CustomerDetail>(`/customers/${encodeURIComponent(id)}`, signal);

/** Where a whole list is read as a CSV. */
export const productsFile = (filters: ProductFilters): string => `/api/v1${withQuery("/products/export", { ...filters })}`;
export const customersFile = (filters: CustomerFilters): string => `/api/v1${withQuery("/customers/export", { ...filters })}`;
