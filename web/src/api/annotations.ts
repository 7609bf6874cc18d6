/** Notes of people on days: campaigns, stock-outs, holidays. */
import { get, withQuery } from "@/api/client";

export interface Annotation {
  readonly id: string;
  readonly day: string;
  readonly until: string | null;
  readonly text: string;
  readonly kind: "note" | "campaign" | "holiday" | "stock_out";
  readonly stores: readonly string[];
}

interface Asked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly store?: string | undefined;
}

export const fetchAnnotations = async (asked: Asked, signal?: AbortSignal): Promise<readonly Annotation[]> =>
  (await get<{ items: readonly Annotation[] }>(withQuery("/annotations", { ...asked }), signal)).items;
