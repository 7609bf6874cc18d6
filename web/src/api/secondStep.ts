/** One's own second steps: code apps, passkeys, recovery codes. And what an organisation demands of sign-ins. */
import { get, patch, post, remove } from "@/api/client";
import type { Ceremony } from "@/api/proof";
import { makePasskey, type PasskeyCreation } from "@/lib/passkeys";

export interface Factor {
  readonly id: string;
  readonly kind: "code" | "passkey";
  readonly name: string;
  readonly created_at: string;
  readonly last_used_at: string | null;
}

export interface Enrolled {
  readonly factors: readonly Factor[];
  readonly recovery_codes_left: number;
}

export interface CodeDraft {
  readonly id: string;
  readonly secret: string;
  readonly uri: string;
  /** The same as a QR code: an SVG as a data address. */
  readonly picture: string;
}

export interface Added {
  readonly factor: Factor;
  readonly recovery_codes: readonly string[] | null;
}

const HERE = "/account/second-step";
const one = (id: string): string => `${HERE}/${encodeURIComponent(id)}`;

export const fetchSecondStep = (signal?: AbortSignal): Promise<Enrolled> => get<Enrolled>(HERE, signal);
export const startCode = (): Promise<CodeDraft> => post<CodeDraft>(`${HERE}/codes`);
export const confirmCode = (id: string, code: string, name: string): Promise<Added> => post<Added>(`${HERE}/codes/${encodeURIComponent(id)}`, { code, name });
export const renameFactor = (id: string, name: string): Promise<Factor> => patch<Factor>(one(id), { name });
export const removeFactor = (id: string): Promise<unknown> => remove(one(id));
export const renewRecoveryCodes = async (): Promise<readonly string[]> =>
  (await post<{ readonly recovery_codes: readonly string[] }>(`${HERE}/recovery-codes`)).recovery_codes;

export async function addPasskey(name: string): Promise<Added> {
  const { ceremony_id, options } = await post<Ceremony<PasskeyCreation>>(`${HERE}/passkeys/challenge`);
  return post<Added>(`${HERE}/passkeys`, { ceremony_id, passkey: await makePasskey(options), name });
}

export interface SignInPolicy {
  readonly second_step_roles: readonly string[];
  /** Ranges of addresses by role; * is everybody. */
  readonly networks: Readonly<Record<string, readonly string[]>>;
}

export interface RoleName {
  readonly key: string;
  readonly name: string;
}

export const fetchPolicy = (signal?: AbortSignal): Promise<SignInPolicy> => get<SignInPolicy>("/organisation/sign-in", signal);
export const changePolicy = (change: Partial<SignInPolicy>): Promise<SignInPolicy> => patch<SignInPolicy>("/organisation/sign-in", change);
export const fetchRoleNames = async (signal?: AbortSignal): Promise<readonly RoleName[]> =>
  (await get<{ readonly items: readonly RoleName[] }>("/roles", signal)).items;
