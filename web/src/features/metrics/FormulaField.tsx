/** A formula with completion while it is typed, and what is wrong with it at its place. */
import { TextInput } from "@mantine/core";
import { useId, useRef, useState, type KeyboardEvent } from "react";
import type { Checked, Named } from "@/api/definitions";
import { Faults } from "@/features/metrics/Faults";
import { editorText, unitNames } from "@/i18n/definitions";
import classes from "./metrics.module.css";

interface FormulaFieldProps {
  readonly formula: string;
  readonly checked: Checked | undefined;
  readonly waits: boolean;
  readonly error: string | undefined;
  readonly onChange: (formula: string, at: number) => void;
}

const LONGEST = 500;

export function FormulaField({ formula, checked, waits, error, onChange }: FormulaFieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const fits = isOpen && !waits ? (checked?.completions ?? []) : [];
  const place = Math.min(at, fits.length - 1);
  const take = (one: Named): void => {
    const start = one.start ?? formula.length;
    const next = `${formula.slice(0, start)}${one.key}${formula.slice(one.end ?? start)}`;
    setOpen(false);
    setAt(0);
    onChange(next, start + one.key.length);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(start + one.key.length, start + one.key.length);
    });
  };
  const keys = (event: KeyboardEvent): void => {
    const one = fits[place];
    if (one === undefined) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((place + step + fits.length) % fits.length);
    else if (event.key === "Tab" || event.key === "Enter") take(one);
    else if (event.key === "Escape") setOpen(false);
    else return;
    event.preventDefault();
  };
  return (
    <div>
      <div className={classes.completing}>
        <TextInput
          ref={field}
          label={editorText.formula}
          description={editorText.formulaHint}
          maxLength={LONGEST}
          spellCheck={false}
          autoComplete="off"
          classNames={{ input: classes.code ?? "" }}
          value={formula}
          error={error !== undefined}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={fits.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={fits.length > 0 ? `${id}-${place}` : undefined}
          onKeyDown={keys}
          onBlur={() => setOpen(false)}
          onChange={(event) => {
            setOpen(true);
            setAt(0);
            onChange(event.currentTarget.value, event.currentTarget.selectionStart ?? 0);
          }}
        />
        <ul id={`${id}-list`} role="listbox" aria-label={editorText.completions} className={classes.completions} hidden={fits.length === 0}>
          {fits.map((one, index) => (
            // The field keeps the focus: its keys and a press on the row do the same.
            <li key={one.key} id={`${id}-${index}`} role="option" aria-selected={index === place} onPointerDown={(event) => event.preventDefault()} onClick={() => take(one)}>
              <span>{one.label}</span>
              <code>{one.key}</code>
              <span className={classes.quiet}>{unitNames[one.unit] ?? one.unit}</span>
            </li>
          ))}
        </ul>
      </div>
      <p className="sr" role="status">
        {fits.length > 0 ? editorText.found(fits.length) : ""}
      </p>
      <Faults formula={formula} checked={checked} waits={waits} error={error} onTake={(text) => onChange(text, text.length)} />
    </div>
  );
}
