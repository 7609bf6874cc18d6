/** Metrics and dimensions, built in and own, as one list that can be searched. */
import type { Definition } from "@/api/definitions";
import type { Dimension, Metric } from "@/api/vocabulary";
import type { Shown } from "@/features/metrics/search";
import { definitionsText, kindNames, unitNames } from "@/i18n/definitions";

export interface Entry {
  readonly key: string;
  readonly label: string;
  readonly about: string;
  readonly unit: string;
  readonly owner: string;
  readonly kind: "metric" | "dimension";
  readonly isOwn: boolean;
  readonly isCertified: boolean;
  readonly problem: string | null;
}

const ofMetric = (one: Metric): Entry => ({
  key: one.key, label: one.label, about: one.description, unit: unitNames[one.unit.split(":")[0] ?? ""] ?? one.unit, owner: one.owner,
  kind: "metric", isOwn: one.is_custom === true, isCertified: one.is_custom === true && one.certified === true, problem: null,
});

const ofDimension = (one: Dimension): Entry => ({
  key: one.key, label: one.label, about: one.description, unit: one.is_custom === true ? definitionsText.grouping : "", owner: one.owner,
  kind: "dimension", isOwn: one.is_custom === true, isCertified: one.is_custom === true && one.certified === true, problem: null,
});

const ofDefinition = (one: Definition): Entry => ({
  key: one.key, label: one.label, about: one.description, unit: kindNames[one.kind], owner: one.owner?.name ?? "",
  kind: one.kind === "metric" ? "metric" : "dimension", isOwn: true, isCertified: one.certified, problem: one.problem,
});

export interface Known {
  readonly metrics: readonly Metric[];
  readonly dimensions: readonly Dimension[];
  /** Those of the organisation, what cannot be worked out among them. */
  readonly own: readonly Definition[];
  readonly deleted: readonly Definition[];
}

export function entriesOf(known: Known, show: Shown, q: string): readonly Entry[] {
  const all = [...known.metrics.map(ofMetric), ...known.dimensions.map(ofDimension)];
  const there = new Set(all.map((one) => one.key));
  const broken = known.own.filter((one) => !there.has(one.key)).map(ofDefinition);
  const chosen = show === "deleted" ? known.deleted.map(ofDefinition) : [...all, ...broken].filter((one) => show === "all" || (show === "own" ? one.isOwn : show === "builtin" ? !one.isOwn : one.isCertified));
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (one: Entry): boolean => words.every((word) => `${one.label} ${one.key} ${one.about}`.toLowerCase().includes(word));
  return chosen.filter(fits);
}

const LONGEST_KEY = 40;

/** A key made from a name: what is left when everything else is an underscore. */
export function keyFrom(label: string): string {
  const plain = label.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, "_").replace(/^[_0-9]+/, "").slice(0, LONGEST_KEY);
  return words.replace(/_+$/, "");
}

/** Numbers that go up; null where the text says something else. */
export function edgesFrom(text: string): readonly string[] | null {
  const parts = text.split(",").map((part) => part.trim()).filter(Boolean);
  const good = parts.length > 0 && parts.every((part) => /^-?\d{1,12}(\.\d{1,6})?$/.test(part));
  return good && parts.every((part, at) => at === 0 || Number(parts[at - 1]) < Number(part)) ? parts : null;
}

/** What bins are called that nobody named. */
export function binNames(edges: readonly string[]): readonly string[] {
  return [`under ${edges[0] ?? ""}`, ...edges.slice(1).map((edge, at) => `${edges[at] ?? ""} to ${edge}`), `${edges.at(-1) ?? ""} and more`];
}

export interface Group {
  readonly name: string;
  readonly values: readonly string[];
}

export const mapOf = (groups: readonly Group[]): Readonly<Record<string, string>> =>
  Object.fromEntries(groups.filter((one) => one.name.trim() !== "").flatMap((one) => one.values.map((value) => [value, one.name.trim()])));

/** Gives values to one group; a value has one name, so another group that had it loses it. */
export const withValues = (groups: readonly Group[], at: number, values: readonly string[]): readonly Group[] =>
  groups.map((one, place) => (place === at ? { ...one, values } : { ...one, values: one.values.filter((value) => !values.includes(value)) }));

/** Values that were put under nothing: they would be dropped in silence. */
export const isNameless = (group: Group): boolean => group.values.length > 0 && group.name.trim() === "";

export function groupsOf(map: Readonly<Record<string, string>>): readonly Group[] {
  const names = [...new Set(Object.values(map))];
  return names.map((name) => ({ name, values: Object.entries(map).filter(([, other]) => other === name).map(([value]) => value) }));
}
