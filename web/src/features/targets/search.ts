/** What the page of targets remembers in its address. */
export const SHOWN = ["running", "ahead", "over"] as const;
export type Shown = (typeof SHOWN)[number];

export interface TargetSearch {
  readonly show?: Shown | undefined;
}

export const readTargetSearch = (search: Record<string, unknown>): TargetSearch => ({ show: SHOWN.find((one) => one === search["show"]) });
