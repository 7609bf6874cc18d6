import type { ReactNode } from "react";

interface Content {
  readonly head: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
}

/** Leaves out columns in which every row says "–": nothing to read there. */
export function withoutEmpty(head: readonly string[], rows: readonly (readonly ReactNode[])[]): Content {
  const kept = head.map((_, column) => rows.some((row) => row[column] !== "–"));
  return { head: head.filter((_, column) => kept[column]), rows: rows.map((row) => row.filter((_, column) => kept[column])) };
}
