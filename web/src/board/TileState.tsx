import type { ReactNode } from "react";
import { ApiError } from "@/api/client";
import type { Figures } from "@/board/figures";
import { boardText } from "@/i18n/board";
import classes from "./TileState.module.css";

interface TileStateProps {
  readonly figures: Pick<Figures, "result" | "error" | "retry">;
  readonly skeleton: ReactNode;
  readonly empty: ReactNode;
  readonly isEmpty: boolean;
  readonly children: ReactNode;
}

/** Loading keeps the shape, an error says what still works, empty says what would appear. */
export function TileState({ figures, skeleton, empty, isEmpty, children }: TileStateProps) {
  const { result, error, retry } = figures;
  if (error && !result) return <Refusal error={error} retry={retry} />;
  if (!result) return <div aria-busy="true">{skeleton}</div>;
  if (isEmpty) return <div className={classes.state}>{empty}</div>;
  return <>{children}</>;
}

export function Refusal({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const problem = error instanceof ApiError ? error.problem : null;
  const denied = problem?.status === 403;
  const what = denied ? boardText.denied : problem?.code === "offline" ? boardText.offline : (problem?.detail ?? problem?.title ?? boardText.failed);
  return (
    <div className={classes.state} role={denied ? undefined : "alert"}>
      <p>{what}</p>
      {problem?.hint ? <p className={classes.quiet}>{problem.hint}</p> : null}
      {denied ? null : (
        <>
          <p className={classes.quiet}>{boardText.other}</p>
          <button type="button" className={classes.again} onClick={retry}>
            {boardText.retry}
          </button>
        </>
      )}
    </div>
  );
}
