/** Every figure opens its definition. Pages only say which figure; the drawer is fetched when first needed. */
import { createContext, lazy, Suspense, use, useState, type ReactNode } from "react";
import type { Cell, Query } from "@/api/query";

const ExplainDrawer = lazy(() => import("@/board/ExplainDrawer"));

export interface ExplainTarget {
  readonly query: Query;
  readonly metric: string;
  readonly row?: Readonly<Record<string, Cell>> | undefined;
  readonly title: string;
  readonly figure: string;
}

const Context = createContext<(target: ExplainTarget) => void>(() => undefined);

/** Where a figure opens something of the page's own first. */
export const ExplainScope = Context;

export const useExplain = (): ((target: ExplainTarget) => void) => use(Context);

export function ExplainProvider({ children }: { readonly children: ReactNode }) {
  const [target, setTarget] = useState<ExplainTarget | null>(null);
  return (
    <Context value={setTarget}>
      {children}
      <Suspense>{target ? <ExplainDrawer target={target} onClose={() => setTarget(null)} /> : null}</Suspense>
    </Context>
  );
}
