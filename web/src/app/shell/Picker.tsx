/** A picker of the bar: what is chosen, and a panel to choose another. */
import { Popover } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import classes from "./Picker.module.css";

interface PickerProps {
  readonly label: string;
  readonly value: string;
  readonly quiet?: string | undefined;
  readonly width?: number | undefined;
  readonly children: (close: () => void) => ReactNode;
}

export function Picker({ label, value, quiet, width = 264, children }: PickerProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={width} trapFocus returnFocus offset={6}>
      <Popover.Target>
        <button
          type="button"
          className={classes.target}
          onClick={() => setOpen(!open)}
        >
          <span className="sr">{label}: </span>
          <span className={classes.value}>{value}</span>
          {quiet ? <span className={classes.quiet}>{quiet}</span> : null}
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.panel} aria-label={label}>
        {open ? children(() => setOpen(false)) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

interface ChoiceProps {
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
  readonly hint?: string | undefined;
}

export function Choice({ chosen, onChoose, children, hint }: ChoiceProps) {
  return (
    <button type="button" className={classes.choice} aria-pressed={chosen} onClick={onChoose}>
      <span>{children}</span>
      {hint ? <span className={classes.hint}>{hint}</span> : null}
    </button>
  );
}
