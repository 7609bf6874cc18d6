import { Modal, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState, type KeyboardEvent } from "react";
import { findKinds, newTile } from "@/features/boards/kinds";
import type { NewTile } from "@/features/boards/model/edits";
import { questionText } from "@/i18n/boardEditing";
import { shellText } from "@/i18n/shell";
import classes from "./form.module.css";

interface AddTileProps {
  readonly onAdd: (tile: NewTile) => void;
  readonly onClose: () => void;
}

/** The gallery of kinds: the first that matches is one Enter away. */
export function AddTile({ onAdd, onClose }: AddTileProps) {
  const [q, setQ] = useState("");
  const found = findKinds(q);
  const enter = (event: KeyboardEvent): void => {
    const [first] = found;
    if (event.key !== "Enter" || first === undefined) return;
    event.preventDefault();
    onAdd(newTile(first.kind));
  };
  return (
    <Modal opened onClose={onClose} title={questionText.kinds} size={720} centered={false} yOffset="10vh" closeButtonProps={{ "aria-label": shellText.close }}>
      <TextInput
        data-autofocus
        leftSection={<IconSearch size={15} aria-hidden />}
        placeholder={questionText.findKind}
        aria-label={questionText.findKind}
        value={q}
        onKeyDown={enter}
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      {found.length === 0 ? <p className={classes.hint}>{questionText.noKind(q)}</p> : null}
      <ul className={classes.gallery}>
        {found.map(({ kind, label, hint, Icon }) => (
          <li key={kind}>
            <button type="button" className={classes.kind} onClick={() => onAdd(newTile(kind))}>
              <Icon size={20} stroke={1.6} aria-hidden />
              <span className={classes.kindName}>{label}</span>
              <span className={classes.hint}>{hint}</span>
            </button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
