/** The organisation's own metrics and groupings: what they are made of, their versions, what rests on them. */
import { get, patch, post, remove, withQuery } from "@/api/client";
import type { Query, QueryFilter, QueryResult } from "@/api/query";

export type DefinitionKind = "metric" | "bins" | "value_map";

interface Person {
  readonly id: string;
  readonly name: string;
}

/** What a kind takes; a metric has the first four, bins and maps the others. */
export interface DefinitionBody {
  readonly formula?: string;
  readonly filters?: readonly QueryFilter[];
  readonly unit?: "percent" | "ratio" | null;
  readonly direction?: "up" | "down" | "neutral" | null;
  readonly dimension?: string;
  readonly edges?: readonly (string | number)[];
  readonly labels?: readonly string[] | null;
  readonly map?: Readonly<Record<string, string>>;
  readonly other?: string | null;
}

export interface DefinitionDraft extends DefinitionBody {
  readonly key: string;
  readonly kind: DefinitionKind;
  readonly label: string;
  readonly description: string;
}

export interface Definition extends DefinitionDraft {
  readonly owner: Person | null;
  readonly version: number;
  readonly certified: boolean;
  readonly certified_by: Person | null;
  readonly saved_at: string;
  readonly saved_by: Person | null;
  readonly deleted_at: string | null;
  readonly deleted_by: Person | null;
  readonly may_edit: boolean;
  readonly problem: string | null;
}

export interface DefinitionVersion extends DefinitionBody {
  readonly version: number;
  readonly label: string;
  readonly description: string;
  readonly summary: string;
  readonly saved_at: string;
  readonly saved_by: Person | null;
}

export interface Named {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly start: number | null;
  readonly end: number | null;
}

export interface Fault {
  readonly message: string;
  readonly start: number | null;
  readonly end: number | null;
  readonly suggestions: readonly string[];
}

export interface Checked {
  readonly ok: boolean;
  readonly unit: string | null;
  readonly names: readonly Named[];
  readonly problems: readonly Fault[];
  readonly completions: readonly Named[];
}

export interface Use {
  readonly kind: "metric" | "dimension" | "board";
  readonly key: string;
  readonly label: string;
}

export interface Graph {
  readonly nodes: readonly { readonly key: string; readonly label: string; readonly kind: "metric" | "dimension"; readonly is_custom: boolean }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

interface Items<T> {
  readonly items: readonly T[];
}

const at = (key: string, more = ""): string => `/definitions/${encodeURIComponent(key)}${more}`;

export const fetchDefinitions = async (deleted: boolean, signal?: AbortSignal): Promise<readonly Definition[]> =>
  (await get<Items<Definition>>(withQuery("/definitions", deleted ? { deleted: "true" } : {}), signal)).items;
export const fetchDefinition = (key: string, signal?: AbortSignal): Promise<Definition> => get<Definition>(at(key), signal);
export const fetchDefinitionVersions = async (key: string, signal?: AbortSignal): Promise<readonly DefinitionVersion[]> =>
  (await get<Items<DefinitionVersion>>(at(key, "/versions"), signal)).items;
export const fetchUses = async (key: string, signal?: AbortSignal): Promise<readonly Use[]> => (await get<Items<Use>>(at(key, "/uses"), signal)).items;
export const fetchGraph = (key: string, signal?: AbortSignal): Promise<Graph> => get<Graph>(at(key, "/graph"), signal);
export const addDefinition = (draft: DefinitionDraft): Promise<Definition> => post<Definition>("/definitions", draft);
export const changeDefinition = (key: string, change: Partial<DefinitionDraft> & { readonly base_version?: number; readonly certified?: boolean }): Promise<Definition> =>
  patch<Definition>(at(key), change);
export const deleteDefinition = (key: string): Promise<void> => remove(at(key));
export const restoreDefinition = (key: string): Promise<Definition> => post<Definition>(at(key, "/restore"), {});

export interface CheckRequest {
  readonly formula: string;
  readonly filters: readonly QueryFilter[];
  readonly key: string | null;
  readonly at: number;
}

export const checkFormula = (asked: CheckRequest, signal?: AbortSignal): Promise<Checked> => post<Checked>("/definitions/check", asked, signal);
export const previewDefinition = (definition: DefinitionDraft, query: Partial<Query>, signal?: AbortSignal): Promise<QueryResult> =>
  post<QueryResult>("/definitions/preview", { definition, query }, signal);
