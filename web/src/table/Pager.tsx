import { Button } from "@mantine/core";
import classes from "./Pager.module.css";

interface PagerProps {
  readonly words: string;
  readonly previousLabel: string;
  readonly nextLabel: string;
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
}

/** One page back, one page on. */
export function Pager({ words, previousLabel, nextLabel, onPrevious, onNext }: PagerProps) {
  return (
    <nav className={classes.pager} aria-label="Pages">
      <p className={classes.words}>{words}</p>
      <Button variant="default" disabled={!onPrevious} onClick={onPrevious}>
        {previousLabel}
      </Button>
      <Button variant="default" disabled={!onNext} onClick={onNext}>
        {nextLabel}
      </Button>
    </nav>
  );
}
