import { Link } from "@tanstack/react-router";
import classes from "./PageMessage.module.css";

export function NotFound() {
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>There is no page at this address</h1>
      <p>It may have been a link to something that was removed since.</p>
      <p>
        <Link to="/">Back to the overview</Link>
      </p>
    </main>
  );
}
