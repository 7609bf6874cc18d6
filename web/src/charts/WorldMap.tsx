/** Countries shaded by their figure. The table beside it carries the numbers, so the picture is silent for readers. */
import world from "@/charts/world.json";
import { approximate } from "@/lib/decimal";
import { countryName } from "@/lib/names";
import classes from "./WorldMap.module.css";

interface WorldMapProps {
  readonly values: ReadonlyMap<string, string | null>;
  readonly write: (value: string | null) => string;
  /** A country was pressed; the table beside it does the same for keys. */
  readonly onPick?: ((code: string) => void) | undefined;
}

/** Five steps on a root scale: one large home market must not paint the rest of the world white. */
function shade(value: number, top: number): number {
  if (value <= 0 || top <= 0) return 0;
  return 0.25 + 0.75 * (Math.ceil(Math.sqrt(value / top) * 5) / 5);
}

export default function WorldMap({ values, write, onPick }: WorldMapProps) {
  const numbers = new Map([...values].map(([code, value]) => [code, approximate(value) ?? 0]));
  const top = Math.max(0, ...numbers.values());
  return (
    <svg viewBox={`0 0 ${world.width} ${world.height}`} className={classes.map} aria-hidden>
      {Object.entries(world.countries).map(([code, path]) => {
        const value = numbers.get(code) ?? 0;
        return (
          <path key={code} d={path} className={value > 0 ? classes.sold : classes.land} style={value > 0 ? { fillOpacity: shade(value, top) } : undefined} data-opens={value > 0 && onPick !== undefined} onClick={value > 0 ? () => onPick?.(code) : undefined}>
            {value > 0 ? <title>{`${countryName(code)}: ${write(values.get(code) ?? null)}`}</title> : null}
          </path>
        );
      })}
      {world.nameless.map((path, index) => (
        <path key={index} d={path} className={classes.land} />
      ))}
    </svg>
  );
}
