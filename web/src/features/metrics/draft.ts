/** A definition while it is written: texts as typed, and what the server is sent of them. */
import type { Definition, DefinitionBody, DefinitionDraft, DefinitionKind } from "@/api/definitions";
import type { QueryFilter } from "@/api/query";
import { binNames, edgesFrom, groupsOf, isNameless, mapOf, type Group } from "@/features/metrics/catalogue";

export interface Draft {
  readonly kind: DefinitionKind;
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly formula: string;
  readonly filters: readonly QueryFilter[];
  readonly unit: "percent" | "ratio" | null;
  readonly direction: "up" | "down" | "neutral" | null;
  readonly dimension: string;
  readonly edges: string;
  readonly labels: readonly string[];
  readonly groups: readonly Group[];
  readonly other: string;
}

const BARE = new Set(["is_null", "not_null"]);

export const blank = (kind: DefinitionKind): Draft => ({
  kind, key: "", label: "", description: "", formula: "", filters: [], unit: null, direction: null,
  dimension: kind === "bins" ? "hour_of_day" : "country", edges: "", labels: [], groups: [{ name: "", values: [] }], other: "",
});

/** The unit of an answer is the one worked out; what a person chose is in the version that was saved. */
export function draftOf(one: Definition, saved: DefinitionBody): Draft {
  return {
    ...blank(one.kind),
    key: one.key,
    label: one.label,
    description: one.description,
    formula: one.formula ?? "",
    filters: one.filters ?? [],
    unit: saved.unit ?? null,
    direction: one.direction ?? null,
    dimension: one.dimension ?? "",
    edges: (one.edges ?? []).map(String).join(", "),
    labels: one.labels ?? [],
    groups: groupsOf(one.map ?? {}),
    other: one.other ?? "",
  };
}

/** Conditions that say something: one begun without a value narrows nothing yet. */
export const filled = (filters: readonly QueryFilter[]): readonly QueryFilter[] => filters.filter((one) => BARE.has(one.op) || [one.value ?? []].flat().some((value) => value !== ""));

export function bodyOf(draft: Draft): DefinitionBody {
  if (draft.kind === "metric") return { formula: draft.formula, filters: filled(draft.filters), unit: draft.unit, direction: draft.direction };
  if (draft.kind === "bins") {
    const edges = edgesFrom(draft.edges) ?? [];
    return { dimension: draft.dimension, edges, labels: labelsOf(draft.labels, edges) };
  }
  return { dimension: draft.dimension, map: mapOf(draft.groups), other: draft.other.trim() === "" ? null : draft.other.trim() };
}

/** Bins that nobody named keep the name they are shown with; none named leaves all to the server. */
function labelsOf(typed: readonly string[], edges: readonly string[]): readonly string[] | null {
  const names = edges.length === 0 ? [] : binNames(edges).map((name, at) => typed[at]?.trim() || name);
  return names.some((_, at) => (typed[at]?.trim() ?? "") !== "") ? names : null;
}

export const sentOf = (draft: Draft): DefinitionDraft => ({ key: draft.key, kind: draft.kind, label: draft.label.trim(), description: draft.description.trim(), ...bodyOf(draft) });

/** Only what a person changed: a member sent as it never was saved would count as a change and take the certified mark off. */
export function changesOf(draft: Draft, first: Draft): Partial<DefinitionDraft> {
  const before = new Map<string, unknown>(Object.entries(sentOf(first)));
  return Object.fromEntries(Object.entries(sentOf(draft)).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before.get(name))));
}

/** Whether there is enough of it to be worked out. */
export function isWhole(draft: Draft): boolean {
  if (draft.kind === "metric") return draft.formula.trim() !== "";
  return draft.dimension !== "" && (draft.kind === "bins" ? edgesFrom(draft.edges) !== null : Object.keys(mapOf(draft.groups)).length > 0 && !draft.groups.some(isNameless));
}
