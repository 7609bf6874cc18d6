import { ApiError } from "@/api/client";
import classes from "./PageMessage.module.css";

/** When a whole page cannot be shown: what happened, and what to do. */
export function PageError({ error }: { readonly error: unknown }) {
  const offline = error instanceof ApiError && error.status === 0;
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>{offline ? "The server does not answer" : "This page could not be shown"}</h1>
      <p>{offline ? "Check that Comptoir runs and that you are connected, then try again." : error instanceof Error ? error.message : String(error)}</p>
      <p>
        <button type="button" className={classes.again} onClick={() => location.reload()}>
          Try again
        </button>
      </p>
    </main>
  );
}
