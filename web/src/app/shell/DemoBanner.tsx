/** While the demo fills: how far it is. Nothing else of the page moves for it. */
import { useSession } from "@/app/view";
import { shellText } from "@/i18n/shell";
import { formatCount } from "@/lib/format";
import classes from "./DemoBanner.module.css";

export function DemoBanner() {
  const { demo } = useSession();
  if (!demo?.filling) return null;
  const share = demo.total > 0 ? Math.min(1, demo.done / demo.total) : 0;
  return (
    <section className={classes.banner} aria-label="Demo">
      <p>{shellText.filling(formatCount(demo.done), formatCount(demo.total))}</p>
      <div className={classes.track} role="progressbar" aria-label="Demo data" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)}>
        <div className={classes.bar} style={{ width: `${share * 100}%` }} />
      </div>
    </section>
  );
}
