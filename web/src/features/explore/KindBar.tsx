/** The kinds that can show the question, the best first. */
import { formOf } from "@/features/boards/kinds";
import { kindsOf, type Exploration } from "@/features/explore/state";
import { exploreText } from "@/i18n/explore";
import type { TileKind } from "@/tiles/model";
import type { Names } from "@/tiles/vocabulary";
import classes from "./explore.module.css";

interface KindBarProps {
  readonly state: Exploration;
  readonly kind: TileKind;
  readonly names: Names;
  readonly onKind: (kind: TileKind) => void;
}

export function KindBar({ state, kind, names, onKind }: KindBarProps) {
  const kinds = kindsOf(state, names.metric);
  return (
    <div className={classes.kinds} role="group" aria-label={exploreText.shownAs}>
      {kinds.map((one, index) => {
        const { label, hint, Icon } = formOf(one);
        return (
          <button key={one} type="button" className={classes.kind} aria-pressed={one === kind} title={index === 0 ? `${hint} (${exploreText.best})` : hint} onClick={() => onKind(one)}>
            <Icon size={16} stroke={1.7} aria-hidden />
            {label}
          </button>
        );
      })}
    </div>
  );
}
