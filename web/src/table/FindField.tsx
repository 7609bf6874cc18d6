import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import classes from "./FindField.module.css";

const FIND_DELAY_MS = 250;

interface FindFieldProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onFind: (q: string | undefined) => void;
}

/** Finds in a list while one types. */
export function FindField({ label, value, onFind }: FindFieldProps) {
  const find = useDebouncedCallback((q: string) => onFind(q || undefined), FIND_DELAY_MS);
  return (
    <TextInput
      key={value === undefined ? "empty" : "filled"}
      className={classes.find}
      size="sm"
      leftSection={<IconSearch size={15} aria-hidden />}
      placeholder={label}
      aria-label={label}
      defaultValue={value}
      onChange={(event) => find(event.currentTarget.value)}
    />
  );
}
