import type { Checked, Fault } from "@/api/definitions";
import { editorText, unitNames } from "@/i18n/definitions";
import classes from "./metrics.module.css";

interface FaultsProps {
  readonly formula: string;
  readonly checked: Checked | undefined;
  readonly waits: boolean;
  /** What the server refused when it was asked to save. */
  readonly error: string | undefined;
  readonly onTake: (formula: string) => void;
}

/** Says that a formula works and what it gives, or what is wrong, where, and what was probably meant. */
export function Faults({ formula, checked, waits, error, onTake }: FaultsProps) {
  if (formula.trim() === "") return null;
  const faults = checked?.problems ?? [];
  return (
    <div role="status" aria-busy={waits} className={classes.verdict}>
      {checked?.ok === true ? <p className={classes.fine}>{editorText.checks((unitNames[checked.unit ?? ""] ?? checked.unit ?? "").toLowerCase())}</p> : null}
      {faults.map((fault) => (
        <div key={fault.message}>
          <Marked formula={formula} fault={fault} />
          <p className={classes.fault}>
            {fault.message}{" "}
            {fault.suggestions.length === 0 || fault.start === null || fault.end === null ? null : (
              <>
                {editorText.did}{" "}
                {fault.suggestions.map((name) => (
                  <button key={name} type="button" className={classes.suggestion} onClick={() => onTake(`${formula.slice(0, fault.start ?? 0)}${name}${formula.slice(fault.end ?? 0)}`)}>
                    {name}
                  </button>
                ))}
              </>
            )}
          </p>
        </div>
      ))}
      {error !== undefined && faults.length === 0 ? <p className={classes.fault}>{error}</p> : null}
    </div>
  );
}

function Marked({ formula, fault: { start, end } }: { readonly formula: string; readonly fault: Fault }) {
  if (start === null || end === null) return null;
  return (
    <code className={classes.marked}>
      {formula.slice(0, start)}
      <mark>{formula.slice(start, Math.max(end, start + 1)) || " "}</mark>
      {formula.slice(Math.max(end, start + 1))}
    </code>
  );
}
