import { useId, type ReactNode } from "react";
import classes from "./Section.module.css";

interface SectionProps {
  readonly title: string;
  readonly hint?: string | undefined;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Section({ title, hint, children }: SectionProps) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <header className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {hint ? <p className={classes.hint}>{hint}</p> : null}
      </header>
      <div className={classes.body}>{children}</div>
    </section>
  );
}
