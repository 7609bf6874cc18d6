/** The shell's shape, painted before the session is known. */
import sidebar from "./Sidebar.module.css";
import classes from "./Shell.module.css";

export function ShellSkeleton() {
  return (
    <div className={classes.frame} aria-busy="true">
      <div className={sidebar.bar} />
      <div className={classes.column}>
        <div className={sidebar.topSkeleton} />
        <main className={classes.main}>
          <span className="sr">Loading</span>
        </main>
      </div>
    </div>
  );
}
