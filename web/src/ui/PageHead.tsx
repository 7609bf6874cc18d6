import type { ReactNode } from "react";
import classes from "./PageHead.module.css";

interface PageHeadProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly children?: ReactNode;
}

/** Title of a page with the actions that concern all of it. */
export function PageHead({ title, subtitle, children }: PageHeadProps) {
  return (
    <div className={classes.head}>
      <title>{`${title} · Comptoir`}</title>
      <div className={classes.words}>
        <h1 className={classes.title}>{title}</h1>
        {subtitle ? <p className={classes.subtitle}>{subtitle}</p> : null}
      </div>
      {children ? <div className={classes.actions}>{children}</div> : null}
    </div>
  );
}
