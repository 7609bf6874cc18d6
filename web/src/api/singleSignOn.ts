/** Signing in at an issuer of the organisation's own. */
import { get, post, put, remove } from "@/api/client";
import type { FirstStep } from "@/api/session";

export interface Way {
  /** Slug of the organisation. */
  readonly organisation: string;
  readonly name: string;
}

export interface Provider {
  readonly name: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly domains: readonly string[];
  readonly default_role: string;
}

const HERE = "/organisation/single-sign-on";

export const fetchWays = async (signal?: AbortSignal): Promise<readonly Way[]> => (await get<{ readonly items: readonly Way[] }>("/session/ways", signal)).items;
export const leaveFor = async (organisation: string): Promise<string> => (await post<{ readonly address: string }>("/session/provider", { organisation })).address;
export const comeBack = (state: string, code: string): Promise<FirstStep> => post<FirstStep>("/session/provider/answer", { state, code });

export const fetchProvider = async (signal?: AbortSignal): Promise<Provider | null> => (await get<{ readonly provider: Provider | null }>(HERE, signal)).provider;
/** A secret of null keeps the one there is. */
export const saveProvider = (provider: Provider & { readonly client_secret: string | null }): Promise<unknown> => put(HERE, provider);
export const removeProvider = (): Promise<unknown> => remove(HERE);
