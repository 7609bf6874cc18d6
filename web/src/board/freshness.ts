/** The newest `as_of` any figure on the page was answered with. */

interface State {
  readonly asOf: string;
  readonly stale: boolean;
  readonly since: string | null;
}

let state: State | null = null;
const listeners = new Set<() => void>();

export const Freshness = {
  current: (): State | null => state,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  report(asOf: string | null, stale: boolean, since: string | null): void {
    if (asOf === null) return;
    if (state !== null && !stale && !state.stale && state.asOf >= asOf) return;
    state = { asOf, stale, since };
    for (const listener of listeners) listener();
  },
};
