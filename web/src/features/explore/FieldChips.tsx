/** What is picked, in its order; the first leads the chart. One press adds more. */
import { Popover } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { FieldPicker } from "@/features/explore/FieldPicker";
import type { Field } from "@/features/explore/groups";
import { exploreText } from "@/i18n/explore";
import { humanise } from "@/lib/names";
import classes from "./explore.module.css";

interface FieldChipsProps {
  readonly title: string;
  readonly add: string;
  readonly find: string;
  readonly fields: readonly Field[];
  readonly chosen: readonly string[];
  readonly most: number;
  readonly onChange: (chosen: readonly string[]) => void;
}

export function FieldChips({ title, add, find, fields, chosen, most, onChange }: FieldChipsProps) {
  const [open, setOpen] = useState(false);
  const adding = useRef<HTMLButtonElement>(null);
  const nameOf = (key: string): string => fields.find((field) => field.key === key)?.label ?? humanise(key);
  const toggle = (key: string): void => onChange(chosen.includes(key) ? chosen.filter((one) => one !== key) : chosen.length < most ? [...chosen, key] : chosen);
  const remove = (key: string): void => {
    onChange(chosen.filter((one) => one !== key));
    adding.current?.focus();
  };
  return (
    <section className={classes.part} aria-label={title}>
      <h2 className={classes.partTitle}>{title}</h2>
      {chosen.length === 0 ? null : (
        <ol className={classes.chips}>
          {chosen.map((key, index) => (
            <li key={key} className={classes.chip}>
              {index === 0 ? (
                <span>{nameOf(key)}</span>
              ) : (
                <button type="button" title={exploreText.earlier(nameOf(key))} aria-label={exploreText.earlier(nameOf(key))} onClick={() => onChange([key, ...chosen.filter((one) => one !== key)])}>
                  {nameOf(key)}
                </button>
              )}
              <button type="button" className={classes.drop} aria-label={exploreText.remove(nameOf(key))} onClick={() => remove(key)}>
                <IconX size={13} aria-hidden />
              </button>
            </li>
          ))}
        </ol>
      )}
      <Popover opened={open} onChange={setOpen} position="bottom-start" width={340} trapFocus returnFocus offset={4} withinPortal>
        <Popover.Target>
          <button ref={adding} type="button" className={classes.add} aria-haspopup="dialog" onClick={() => setOpen(!open)}>
            <IconPlus size={14} aria-hidden />
            {add}
          </button>
        </Popover.Target>
        <Popover.Dropdown className={classes.panel} aria-label={add}>
          {open ? <FieldPicker label={find} fields={fields} chosen={chosen} onPick={toggle} /> : null}
        </Popover.Dropdown>
      </Popover>
    </section>
  );
}
