/** Who belongs to the organisation, what they may do, what of it they see, and why. */
import { get, patch, post, remove } from "@/api/client";

export const RULES = ["allow", "mask", "deny"] as const;
export type ColumnRule = (typeof RULES)[number];

/** Null is no limit; stores and groups add up. A group of columns that is missing may be read. */
export interface Access {
  readonly stores: readonly string[] | null;
  readonly store_groups: readonly string[] | null;
  readonly channels: readonly string[] | null;
  readonly sales_rep: string | null;
  readonly columns: Readonly<Record<string, ColumnRule>>;
}

export interface Member {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: string;
  readonly role_name: string;
  readonly access: Access;
  readonly is_limited: boolean;
  readonly has_password: boolean;
  readonly created_at: string;
  readonly seen_at: string | null;
}

/** The link opens a new person's account once; somebody who has an account signs in as ever. */
export interface Invited extends Member {
  readonly link: string | null;
  readonly link_expires_at: string | null;
}

export interface Role {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
  readonly is_builtin: boolean;
  readonly based_on: string | null;
  readonly members: number;
}

export interface Permission {
  readonly key: string;
  readonly description: string;
  readonly module: string;
}

export interface ColumnGroup {
  readonly key: string;
  readonly label: string;
  readonly description: string;
}

export interface StoreGroup {
  readonly key: string;
  readonly name: string;
  readonly stores: readonly string[];
}

export interface Roles {
  readonly items: readonly Role[];
  readonly permissions: readonly Permission[];
  readonly columns: readonly ColumnGroup[];
  readonly store_groups: readonly StoreGroup[];
}

export interface Explained {
  readonly member: Member;
  readonly permissions: readonly (Permission & { readonly is_held: boolean; readonly why: string })[];
  readonly stores: readonly { readonly slug: string; readonly name: string; readonly why: string }[];
  readonly channels: readonly string[] | null;
  readonly sales_rep: string | null;
  readonly columns: readonly (ColumnGroup & { readonly rule: ColumnRule; readonly metrics: readonly string[]; readonly dimensions: readonly string[] })[];
}

export interface RoleDraft {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
  readonly based_on?: string | undefined;
}

interface Items<T> {
  readonly items: readonly T[];
}

export const fetchMembers = async (signal: AbortSignal): Promise<readonly Member[]> => (await get<Items<Member>>("/members", signal)).items;
export const fetchRoles = (signal: AbortSignal): Promise<Roles> => get("/roles", signal);
export const explainMember = (id: string, signal: AbortSignal): Promise<Explained> => get(`/members/${id}/access`, signal);
export const inviteMember = (email: string, name: string, role: string, access: Access): Promise<Invited> => post("/members", { email, name: name || null, role, access });
export const changeMember = (id: string, role: string, access: Access): Promise<Member> => patch(`/members/${id}`, { role, access });
export const removeMember = (id: string): Promise<void> => remove(`/members/${id}`);
export const createRole = (draft: RoleDraft): Promise<Role> => post("/roles", draft);
export const changeRole = (key: string, draft: RoleDraft): Promise<Role> => patch(`/roles/${key}`, { name: draft.name, description: draft.description, permissions: draft.permissions });
export const deleteRole = (key: string, replacement: string | null): Promise<void> => remove(`/roles/${key}${replacement === null ? "" : `?replacement=${encodeURIComponent(replacement)}`}`);
export const saveGroup = (key: string | null, name: string, stores: readonly string[]): Promise<StoreGroup> => (key === null ? post("/store-groups", { name, stores }) : patch(`/store-groups/${key}`, { name, stores }));
export const deleteGroup = (key: string): Promise<void> => remove(`/store-groups/${key}`);
