/** Access in words, and as a form holds it. */
import type { Access, ColumnGroup, ColumnRule, Member, StoreGroup } from "@/api/people";
import { peopleText, ruleNames } from "@/i18n/people";

export const FREE: Access = { stores: null, store_groups: null, channels: null, sales_rep: null, columns: {} };

export const nameOf = ({ name, email }: Pick<Member, "name" | "email">): string => name ?? email;

interface Surroundings {
  readonly storeName: (slug: string) => string;
  readonly groups: readonly StoreGroup[];
  readonly columns: readonly ColumnGroup[];
}

/** What somebody is limited to, one sentence a limit; none: everything. */
export function limitsOf(access: Access, { storeName, groups, columns }: Surroundings): readonly string[] {
  const found: string[] = [];
  if (access.stores !== null || access.store_groups !== null) {
    const names = [...(access.store_groups ?? []).map((key) => groups.find((one) => one.key === key)?.name ?? key), ...(access.stores ?? []).map(storeName)];
    found.push(names.length === 0 ? peopleText.nothing : peopleText.stores(names.join(", ")));
  }
  if (access.channels !== null) found.push(peopleText.channels(access.channels.join(", ")));
  if (access.sales_rep !== null) found.push(peopleText.ownCustomers(access.sales_rep));
  for (const [key, rule] of Object.entries(access.columns)) {
    if (rule !== "allow") found.push(peopleText.hidden(columns.find((one) => one.key === key)?.label ?? key, ruleNames[rule].toLowerCase()));
  }
  return found;
}

export interface AccessDraft {
  readonly stores: readonly string[];
  readonly groups: readonly string[];
  readonly channels: readonly string[];
  readonly rep: string;
  readonly columns: Readonly<Record<string, ColumnRule>>;
}

export const draftOf = (access: Access): AccessDraft => ({
  stores: access.stores ?? [],
  groups: access.store_groups ?? [],
  channels: access.channels ?? [],
  rep: access.sales_rep ?? "",
  columns: access.columns,
});

/** Stores by name and by group are one limit: where either is given, the other is none of its own. */
export function accessOf({ stores, groups, channels, rep, columns }: AccessDraft): Access {
  const isLimited = stores.length > 0 || groups.length > 0;
  return {
    stores: isLimited ? stores : null,
    store_groups: isLimited ? groups : null,
    channels: channels.length > 0 ? channels : null,
    sales_rep: rep.trim() === "" ? null : rep.trim(),
    columns: Object.fromEntries(Object.entries(columns).filter(([, rule]) => rule !== "allow")),
  };
}
