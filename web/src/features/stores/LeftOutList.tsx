import type { Store } from "@/api/stores";
import { useView } from "@/app/view";
import type { LeftOut } from "@/features/stores/comparison";
import { compareText } from "@/i18n/storeComparison";
import { formatDay, formatRange, type DayRange } from "@/lib/calendar";
import classes from "./comparison.module.css";

interface LeftOutListProps {
  readonly out: readonly LeftOut[];
  readonly stores: readonly Store[];
  readonly compared: DayRange;
}

/** Which stores are not compared, and why. */
export function LeftOutList({ out, stores, compared }: LeftOutListProps) {
  const { today } = useView();
  if (out.length === 0) return <p className={classes.out}>{compareText.noneLeftOut}</p>;
  const name = (slug: string): string => stores.find((store) => store.slug === slug)?.name ?? slug;
  return (
    <div className={classes.out}>
      <p>{compareText.leftOut(out.length)}</p>
      <ul>
        {out.map((one) => (
          <li key={one.slug}>
            <strong>{name(one.slug)}</strong>: {one.since === null ? compareText.noSales(formatRange(compared, today)) : compareText.began(formatDay(one.since, today))}
          </li>
        ))}
      </ul>
    </div>
  );
}
