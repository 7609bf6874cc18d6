/** Who is signed in, for which organisation, with which stores. */
import { get, post, remove, rememberCsrf } from "@/api/client";
import type { WeekStart } from "@/lib/calendar";

export interface SessionStore {
  readonly slug: string;
  readonly name: string;
  readonly currency: string;
  readonly timezone: string;
  readonly platform: Platform;
  readonly is_demo: boolean;
}

export type Platform = "shopify" | "woocommerce" | "magento" | "custom";

export interface Session {
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly name: string | null;
    readonly role: string;
    readonly permissions: readonly string[];
  };
  readonly organisation: {
    readonly id: string;
    readonly name: string;
    readonly slug: string;
    readonly currency: string;
    readonly timezone: string;
    readonly week_start: WeekStart;
    readonly is_demo: boolean;
    readonly provisional_since?: string | null;
  };
  readonly organisations: readonly {
    readonly id: string;
    readonly name: string;
    readonly is_demo: boolean;
    readonly role: string;
  }[];
  readonly csrf_token: string;
  readonly stores: readonly SessionStore[];
  readonly demo: { readonly filling: boolean; readonly done: number; readonly total: number } | null;
  readonly version: string;
}

export async function fetchSession(signal?: AbortSignal): Promise<Session> {
  const session = await get<Session>("/session", signal);
  rememberCsrf(session.csrf_token);
  return session;
}

export const signIn = (email: string, password: string): Promise<unknown> => post("/session", { email, password });
export const signInWithLink = (token: string): Promise<unknown> => post("/session/link", { token });
export const signOut = (): Promise<unknown> => remove("/session");
export const switchOrganisation = (id: string): Promise<unknown> => post("/session/organisation", { id });
export const changePassword = (current: string | null, replacement: string): Promise<unknown> =>
  post("/session/password", { current, new: replacement });

export interface NewOrganisation {
  readonly name: string;
  readonly currency: string;
  readonly timezone: string;
}

/** Creates a clean organisation and switches the session to it. */
export const createOrganisation = (organisation: NewOrganisation): Promise<unknown> => post("/organisations", organisation);
