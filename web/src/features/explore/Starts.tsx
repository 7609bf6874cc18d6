/** Nothing is asked yet: a handful of good questions, one press each. */
import { Link } from "@tanstack/react-router";
import type { Field } from "@/features/explore/groups";
import { writeState } from "@/features/explore/address";
import { STARTS } from "@/features/explore/starts";
import { emptyText, startTexts } from "@/i18n/explore";
import classes from "./explore.module.css";

/** Only those whose figures this person may ask. */
export function Starts({ metrics, dimensions }: { readonly metrics: readonly Field[]; readonly dimensions: readonly Field[] }) {
  const known = new Set([...metrics, ...dimensions].map((field) => field.key));
  const shown = STARTS.filter(({ state }) => [...state.metrics, ...state.dimensions].every((key) => known.has(key)));
  return (
    <section className={classes.empty} aria-labelledby="explore-empty">
      <h2 id="explore-empty">{emptyText.title}</h2>
      <p>{emptyText.text}</p>
      <ul className={classes.starts}>
        {shown.map(({ key, state }) => (
          <li key={key}>
            <Link to="/explore" search={writeState(state)} className={classes.start}>
              <span className={classes.startTitle}>{startTexts[key].title}</span>
              <span className={classes.quiet}>{startTexts[key].hint}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
