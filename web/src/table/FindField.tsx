import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./FindField.module.css";

const FIND_DELAY_MS = 250;

interface FindFieldProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onFind: (q: string | undefined) => void;
}

/** Finds in a list while one types; follows what else changes the value, such as "reset". */
export function FindField({ label, value, onFind }: FindFieldProps) {
  const [typed, setTyped] = useState(value ?? "");
  const [seen, setSeen] = useState(value);
  const [told, setTold] = useState(value);
  const find = useDebouncedCallback((q: string) => {
    setTold(q || undefined);
    onFind(q || undefined);
  }, FIND_DELAY_MS);
  if (seen !== value) {
    setSeen(value);
    if (value !== told) setTyped(value ?? "");
  }
  const type = (q: string): void => {
    setTyped(q);
    find(q);
  };
  return (
    <TextInput
      className={classes.find}
      size="sm"
      leftSection={<IconSearch size={15} aria-hidden />}
      placeholder={label}
      aria-label={label}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
