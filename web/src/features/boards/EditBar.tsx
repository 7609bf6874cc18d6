import { Button } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconDeviceMobile, IconLayoutRows, IconPlus, IconSettings } from "@tabler/icons-react";
import { SaveMark } from "@/features/boards/SaveMark";
import { isFull } from "@/features/boards/model/edits";
import type { OpenBoard } from "@/features/boards/useDraft";
import { boardsText } from "@/i18n/boards";
import { editText, said } from "@/i18n/boardEditing";
import { announce } from "@/ui/Announcer";
import classes from "./board.module.css";

interface EditBarProps {
  readonly open: OpenBoard;
  readonly phone: boolean;
  readonly onPhone: ((phone: boolean) => void) | null;
  readonly onAdd: () => void;
  readonly onSection: () => void;
  readonly onSettings: () => void;
  readonly onDone: () => void;
}

/** Steps through the history, and says when there is none. */
export function stepHistory({ draft, dispatch }: OpenBoard, step: "undo" | "redo"): void {
  const { past, future } = draft.history;
  const empty = (step === "undo" ? past : future).length === 0;
  announce(step === "undo" ? (empty ? said.nothingToUndo : said.undone) : empty ? said.nothingToRedo : said.redone);
  dispatch({ do: step });
}

export function EditBar({ open, phone, onPhone, onAdd, onSection, onSettings, onDone }: EditBarProps) {
  const { history } = open.draft;
  const full = isFull(history.present);
  const why = full ? editText.full : undefined;
  return (
    <div className={classes.editBar} role="toolbar" aria-label={boardsText.edit}>
      <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} disabled={full} title={why} onClick={onAdd}>
        {editText.add}
      </Button>
      <Button size="xs" variant="default" aria-label={editText.section} disabled={full} title={why} onClick={onSection}>
        <IconLayoutRows size={14} aria-hidden />
        <span className={classes.wide}>&nbsp;{editText.section}</span>
      </Button>
      <button type="button" className={classes.icon} aria-label={editText.undo} title={`${editText.undo} (Ctrl Z)`} disabled={history.past.length === 0} onClick={() => stepHistory(open, "undo")}>
        <IconArrowBackUp size={17} aria-hidden />
      </button>
      <button type="button" className={classes.icon} aria-label={editText.redo} title={`${editText.redo} (Ctrl Shift Z)`} disabled={history.future.length === 0} onClick={() => stepHistory(open, "redo")}>
        <IconArrowForwardUp size={17} aria-hidden />
      </button>
      {onPhone === null ? null : (
        <button type="button" className={classes.icon} aria-label={editText.phone} title={editText.phoneHint} aria-pressed={phone} onClick={() => onPhone(!phone)}>
          <IconDeviceMobile size={17} aria-hidden />
        </button>
      )}
      <button type="button" className={classes.icon} aria-label={boardsText.settings} title={boardsText.settings} onClick={onSettings}>
        <IconSettings size={17} aria-hidden />
      </button>
      <span className={classes.spring} />
      <SaveMark autosave={open.autosave} />
      <Button size="xs" variant="default" onClick={onDone}>
        {boardsText.done}
      </Button>
    </div>
  );
}
