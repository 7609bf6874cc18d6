import { Button } from "@mantine/core";
import type { OpenConflict } from "@/features/boards/model/draft";
import { useTitle, type TitleOf } from "@/features/boards/useTitle";
import { conflictText } from "@/i18n/boards";
import type { Tile } from "@/tiles/model";
import classes from "./board.module.css";

interface ConflictsProps {
  readonly conflicts: readonly OpenConflict[];
  readonly onSettle: (conflict: OpenConflict, keep: "theirs" | "yours") => void;
}

/** What two people changed at once: theirs is shown, yours is one press away. */
export function Conflicts({ conflicts, onSettle }: ConflictsProps) {
  const titleOf = useTitle();
  if (conflicts.length === 0) return null;
  return (
    <section className={classes.conflicts} aria-label={conflictText.title}>
      {conflicts.map((conflict) => (
        <div key={conflict.tile ?? "settings"} className={classes.note} role="alert">
          <p>{wordsOf(conflict, titleOf)}</p>
          <Button variant="default" size="xs" onClick={() => onSettle(conflict, "theirs")}>
            {conflictText.keep}
          </Button>
          <Button variant="default" size="xs" onClick={() => onSettle(conflict, "yours")}>
            {conflictText.use}
          </Button>
        </div>
      ))}
    </section>
  );
}

function wordsOf({ tile, yours, theirs, who }: OpenConflict, titleOf: TitleOf): string {
  const name = who ?? conflictText.somebody;
  if (tile === null) return conflictText.settings(name);
  const shown = titleOf((theirs ?? yours) as Tile);
  if (theirs === null) return conflictText.theyRemoved(name, shown);
  return yours === null ? conflictText.youRemoved(name, shown) : conflictText.changed(name, shown);
}
