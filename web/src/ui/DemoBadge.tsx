import { shellText } from "@/i18n/shell";
import classes from "./DemoBadge.module.css";

/** Worn wherever invented data is shown, so that nobody takes it for their own. */
export function DemoBadge() {
  return (
    <span className={classes.badge} title={shellText.demoTitle}>
      {shellText.demo}
    </span>
  );
}
