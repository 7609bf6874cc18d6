/** What the server found wrong in a board, each with its place. */
import type { Problem } from "@/api/client";

export interface BoardProblem {
  readonly place: string;
  readonly message: string;
}

const isProblem = (value: unknown): value is BoardProblem => typeof value === "object" && value !== null && "place" in value && "message" in value;

export function problemsOf(problem: Problem & { readonly problems?: unknown }): readonly BoardProblem[] {
  if (Array.isArray(problem.problems)) return problem.problems.filter(isProblem);
  return (problem.errors ?? []).map(({ field, message }) => ({ place: field, message }));
}
