/** The shell's shape with its places, painted before the session is known. */
import { PLACES } from "@/app/shell/Sidebar";
import sidebar from "./Sidebar.module.css";
import classes from "./Shell.module.css";

export function ShellSkeleton() {
  return (
    <div className={classes.frame} aria-busy="true">
      <div className={sidebar.bar}>
        <ul className={`${sidebar.list} ${sidebar.waiting}`}>
          {PLACES.map(({ to, label, Icon }) => (
            <li key={to} className={sidebar.item}>
              <Icon size={17} stroke={1.7} aria-hidden />
              {label}
            </li>
          ))}
        </ul>
      </div>
      <div className={classes.column}>
        <div className={sidebar.topSkeleton} />
        <main className={classes.main}>
          <p className={sidebar.loading}>Loading…</p>
        </main>
      </div>
    </div>
  );
}
