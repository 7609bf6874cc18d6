/** Imports: a file becomes a plan, the plan runs, the run can be undone. */
import { get, post, put, remove, withQuery } from "@/api/client";

export type ImportState = "planned" | "running" | "done" | "failed" | "undone";

export interface DetectedFile {
  readonly format: string | null;
  readonly confidence: number | string | null;
  readonly reason: string | null;
  readonly encoding: string | null;
  readonly separator: string | null;
  readonly sheet?: string | null;
  readonly rows_estimate: number | null;
}

export interface ImportQuestion {
  readonly id: string;
  readonly text: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** The value chosen; a question without one is open. */
  readonly answer?: string | null;
}

export interface PreviewRow {
  readonly row: number;
  readonly ok: boolean;
  readonly reason?: string | null;
  readonly values?: Readonly<Record<string, unknown>> | null;
}

export type ImportOptions = Readonly<Record<string, string | boolean | null>>;

export interface ImportResult {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly statuses?: readonly { readonly source: string; readonly became: string; readonly count: number }[];
  readonly reject_reasons?: readonly { readonly reason: string; readonly count: number }[];
}

export interface ImportSummary {
  readonly id: string;
  readonly file: string;
  readonly size: number;
  readonly store: string | null;
  readonly format?: string | null;
  readonly state: ImportState;
  readonly created_at?: string | null;
  readonly finished_at?: string | null;
  readonly error?: string | null;
  readonly progress?: { readonly read: number; readonly total: number | null } | null;
  readonly result?: ImportResult | null;
}

export interface ImportFormat {
  readonly key: string;
  readonly label: string;
  readonly fits: boolean;
  readonly missing: readonly string[];
  /** Not recognised, but the person may say which column holds what. */
  readonly mappable: boolean;
}

export interface ImportPlan extends ImportSummary {
  readonly detected: DetectedFile;
  readonly formats: readonly ImportFormat[];
  readonly columns: readonly { readonly name: string; readonly samples: readonly string[]; readonly type: string | null }[];
  readonly fields: readonly { readonly key: string; readonly label: string; readonly required: boolean; readonly description: string }[];
  readonly mapping: Readonly<Record<string, string>>;
  readonly options?: ImportOptions;
  /** What is still open. */
  readonly questions: readonly ImportQuestion[];
  /** What was open and is decided; it can be decided otherwise until the start. */
  readonly answered: readonly ImportQuestion[];
  readonly preview: readonly PreviewRow[];
  /** Why it cannot start, in words. */
  readonly problem?: string | null;
  readonly notes?: readonly string[] | null;
}

export interface PlanChange {
  readonly store: string | null;
  readonly format: string | null;
  readonly mapping: Readonly<Record<string, string>>;
  readonly options: ImportOptions;
}

const path = (id: string): string => `/imports/${encodeURIComponent(id)}`;

export function uploadFile(file: File, signal?: AbortSignal): Promise<ImportPlan> {
  const form = new FormData();
  form.append("file", file, file.name);
  return post<ImportPlan>("/imports", form, signal);
}

export const fetchImport = (id: string, signal?: AbortSignal): Promise<ImportPlan> => get<ImportPlan>(path(id), signal);
export const changePlan = (id: string, change: PlanChange): Promise<ImportPlan> => put<ImportPlan>(`${path(id)}/plan`, change);
export const startImport = (id: string): Promise<unknown> => post(`${path(id)}/start`);
export const undoImport = (id: string): Promise<unknown> => post(`${path(id)}/undo`);
export const discardImport = (id: string): Promise<unknown> => remove(path(id));
export const rejectsAddress = (id: string): string => `/api/v1${path(id)}/rejects`;

export interface ImportPage {
  readonly items: readonly ImportSummary[];
  readonly next_cursor: string | null;
}

export const fetchImports = (cursor: string | undefined, signal?: AbortSignal): Promise<ImportPage> =>
  get<ImportPage>(withQuery("/imports", { cursor }), signal);
