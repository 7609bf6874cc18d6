/** Who is signed in, for which organisation, with which stores. */
import { get, post, remove, rememberCsrf } from "@/api/client";
import type { ProofMethod } from "@/api/proof";
import type { Fiscal } from "@/api/organisation";
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
    /** How this person shows who they are: a second step, or the password without one. */
    readonly proofs?: readonly ProofMethod[];
    /** The organisation demands a second step of the role, and there is none yet. */
    readonly is_enrolment_due?: boolean;
    /** Other sessions of this person from browsers they did not say to know. */
    readonly new_devices?: number;
    /** How calendars are drawn for this person; null as for the organisation. */
    readonly week_start?: WeekStart | null;
  };
  readonly organisation: {
    readonly id: string;
    readonly name: string;
    readonly slug: string;
    readonly currency: string;
    readonly timezone: string;
    readonly week_start: WeekStart;
    readonly fiscal?: Fiscal;
    /** First days of fiscal months some years around today; null where years and months are those of everybody. */
    readonly fiscal_months?: readonly string[] | null;
    /** Places whose public holidays are kept; null: those of its stores. */
    readonly holidays?: readonly string[] | null;
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
  /** The board the person lands on: their own choice, or that of their role. */
  readonly home_board?: { readonly board_id: string | null; readonly why: "home" | "role" | null };
}

export async function fetchSession(signal?: AbortSignal): Promise<Session> {
  const session = await get<Session>("/session", signal);
  rememberCsrf(session.csrf_token);
  return session;
}

/** A first step that was right: signed in, or these ways to take the second step. */
export interface FirstStep {
  readonly second_step?: { readonly methods: readonly ProofMethod[] };
}

export const signIn = (email: string, password: string): Promise<FirstStep> => post<FirstStep>("/session", { email, password });
export const signInWithLink = (token: string): Promise<FirstStep> => post<FirstStep>("/session/link", { token });
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
