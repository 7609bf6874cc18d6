/** Lines over time as they are drawn: values stand bucket by bucket, null is a gap. */
import type { Bucket } from "@/charts/buckets";

export interface Line {
  readonly key: string;
  readonly name: string;
  readonly metric: string;
  readonly values: readonly (string | null)[];
  readonly isCompared?: boolean;
  /** What was to be reached, beside what was. */
  readonly isTarget?: boolean;
  /** The value of the dimension it stands for. */
  readonly of?: { readonly dimension: string; readonly value: string | null };
}

export interface Course {
  readonly buckets: readonly Bucket[];
  readonly lines: readonly Line[];
  /** The bucket that is still going on. */
  readonly unfinished: number | null;
  /** Values of the dimension for which there was no room. */
  readonly leftOut: number;
}
