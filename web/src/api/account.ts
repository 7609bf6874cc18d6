/** What belongs to the person: password, signed-in devices, API tokens. */
import { get, post, remove } from "@/api/client";

export interface Device {
  readonly id: string;
  readonly created_at: string;
  readonly seen_at: string;
  readonly method: "password" | "link" | "passkey" | "provider";
  readonly second_step: "code" | "passkey" | "recovery" | null;
  readonly is_new_device: boolean;
  readonly address: string | null;
  readonly agent: string | null;
  readonly current: boolean;
}

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
  readonly secret?: string;
}

export interface TokenDraft {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expires: string | null;
}

interface Items<T> {
  readonly items: readonly T[];
}

export const fetchDevices = async (signal?: AbortSignal): Promise<readonly Device[]> =>
  (await get<Items<Device>>("/account/sessions", signal)).items;
export const endDevice = (id: string): Promise<unknown> => remove(`/account/sessions/${encodeURIComponent(id)}`);
export const acceptDevice = (id: string): Promise<unknown> => post(`/account/sessions/${encodeURIComponent(id)}/known`);
export const endOtherDevices = (): Promise<unknown> => remove("/account/sessions");

export const fetchTokens = async (signal?: AbortSignal): Promise<readonly Token[]> =>
  (await get<Items<Token>>("/account/tokens", signal)).items;
export const makeToken = (draft: TokenDraft): Promise<Token> => post<Token>("/account/tokens", draft);
export const revokeToken = (id: string): Promise<unknown> => remove(`/account/tokens/${encodeURIComponent(id)}`);
