/** One field to search figures or splits by name and meaning; arrows move, Enter takes. */
import { useId, useState, type KeyboardEvent } from "react";
import { IconCheck, IconRosetteDiscountCheck, IconSearch } from "@tabler/icons-react";
import { findFields, type Field } from "@/features/explore/groups";
import { exploreText, groupNames } from "@/i18n/explore";
import classes from "./explore.module.css";

interface FieldPickerProps {
  readonly label: string;
  readonly fields: readonly Field[];
  readonly chosen: readonly string[];
  readonly onPick: (key: string) => void;
}

export function FieldPicker({ label, fields, chosen, onPick }: FieldPickerProps) {
  const id = useId();
  const [q, setQ] = useState("");
  const [at, setAt] = useState(0);
  const found = findFields(fields, q);
  const keys = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const field = found[at];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      const next = (at + step + found.length) % found.length;
      setAt(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && field !== undefined) {
      event.preventDefault();
      onPick(field.key);
    }
  };
  return (
    <div className={classes.picker}>
      <div className={classes.find}>
        <IconSearch size={15} aria-hidden />
        <input
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={found[at] === undefined ? undefined : `${id}-${at}`}
          aria-label={label}
          placeholder={label}
          value={q}
          onKeyDown={keys}
          onChange={(event) => {
            setQ(event.currentTarget.value);
            setAt(0);
          }}
        />
      </div>
      {found.length === 0 ? <p className={classes.quiet}>{exploreText.nothingFound(q)}</p> : null}
      <ul id={`${id}-list`} role="listbox" aria-label={label} aria-multiselectable className={classes.fields}>
        {found.map((field, index) => (
          <li key={field.key} role="presentation">
            {q === "" && field.group !== found[index - 1]?.group ? (
              <p className={classes.group} role="presentation">
                {groupNames[field.group]}
              </p>
            ) : null}
            <div
              id={`${id}-${index}`}
              role="option"
              aria-selected={chosen.includes(field.key)}
              data-at={index === at}
              className={classes.field}
              onPointerMove={() => setAt(index)}
              onClick={() => onPick(field.key)}
            >
              <span className={classes.fieldName}>
                {field.label}
                {field.isCustom && q !== "" ? <span className={classes.quiet}>{exploreText.custom}</span> : null}
                {field.isCertified ? <IconRosetteDiscountCheck size={14} aria-label={exploreText.certified} /> : null}
              </span>
              <span className={classes.about}>{field.description}</span>
              {chosen.includes(field.key) ? <IconCheck size={15} className={classes.tick} aria-hidden /> : null}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
