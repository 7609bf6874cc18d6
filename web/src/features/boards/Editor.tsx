/** A board being edited: its toolbar, its tiles under the hand, and the forms beside it. */
import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Board } from "@/api/boards";
import { AddTile } from "@/features/boards/AddTile";
import { EditCanvas } from "@/features/boards/Canvas";
import { Conflicts } from "@/features/boards/Conflicts";
import { EditBar, stepHistory } from "@/features/boards/EditBar";
import { HiddenTiles } from "@/features/boards/HiddenTiles";
import { historyIntent } from "@/features/boards/layout/keys";
import { addTile, freshId, hiddenOnPhone, type NewTile } from "@/features/boards/model/edits";
import { tileOf } from "@/features/boards/layout/tree";
import { SettingsDrawer } from "@/features/boards/SettingsDrawer";
import { TileDrawer } from "@/features/boards/TileDrawer";
import { Templates } from "@/features/boards/Templates";
import { useTitle } from "@/features/boards/useTitle";
import type { OpenBoard } from "@/features/boards/useDraft";
import { editText, said, sectionTitle } from "@/i18n/boardEditing";
import { announce } from "@/ui/Announcer";
import { EmptyState } from "@/ui/EmptyState";
import type { Settings } from "@/tiles/model";
import classes from "./board.module.css";

interface EditorProps {
  readonly board: Board;
  readonly open: OpenBoard;
  readonly settings: readonly Settings[];
  /** Whether the screen itself is a phone's. */
  readonly phone: boolean;
  readonly onDone: () => void;
}

type Beside = { readonly what: "add" | "settings" } | { readonly what: "tile"; readonly id: string } | null;

export default function Editor({ board, open, settings, phone, onDone }: EditorProps) {
  const [beside, setBeside] = useState<Beside>(null);
  const [narrow, setNarrow] = useState(false);
  const [templates, setTemplates] = useState(false);
  const { edit, draft, dispatch } = open;
  const { present } = draft.history;
  const mode = phone || narrow ? "phone" : "desk";
  const chosen = beside?.what === "tile" ? tileOf(present, beside.id) : undefined;
  const titleOf = useTitle();
  useHistoryKeys(open);
  const close = (): void => {
    if (beside?.what === "tile") focusTile(beside.id);
    setBeside(null);
  };
  const add = (tile: NewTile): void => {
    const id = freshId(present, tile.kind);
    edit((document) => addTile(document, id, tile));
    announce(said.added(titleOf({ ...tile, id, place: { x: 0, y: 0, w: 1, h: 1 } })));
    setBeside({ what: "tile", id });
  };
  return (
    <div className={beside !== null && beside.what !== "add" ? classes.beside : undefined}>
      <EditBar
        open={open}
        phone={narrow}
        onPhone={phone ? null : setNarrow}
        onAdd={() => setBeside({ what: "add" })}
        onSection={() => add({ kind: "section", title: sectionTitle, size: { w: 12, h: 1 } })}
        onSettings={() => setBeside({ what: "settings" })}
        onDone={onDone}
      />
      <Conflicts conflicts={draft.conflicts} onSettle={(conflict, keep) => dispatch({ do: "settle", conflict, keep })} />
      {narrow && !phone ? <p className={classes.phoneHint}>{editText.phoneHint}</p> : null}
      {present.tiles.length === 0 ? (
        <EmptyState title={editText.emptyTitle} text={editText.empty}>
          <Button onClick={() => setBeside({ what: "add" })}>{editText.add}</Button>
          <Button variant="default" aria-expanded={templates} onClick={() => setTemplates(!templates)}>
            {editText.fromTemplate}
          </Button>
        </EmptyState>
      ) : (
        <EditCanvas document={present} mode={mode} narrow={narrow && !phone} settings={settings} edit={edit} onOpen={(id) => setBeside({ what: "tile", id })} />
      )}
      {templates && present.tiles.length === 0 ? (
        <div style={{ marginTop: "var(--s24)" }}>
          <Templates onto={edit} />
        </div>
      ) : null}
      {mode === "phone" ? <HiddenTiles tiles={hiddenOnPhone(present)} edit={edit} /> : null}
      {beside?.what === "add" ? <AddTile onAdd={add} onClose={close} /> : null}
      {chosen ? <TileDrawer key={chosen.id} tile={chosen} document={present} edit={edit} onClose={close} /> : null}
      {beside?.what === "settings" ? <SettingsDrawer board={board} document={present} edit={edit} onClose={close} /> : null}
    </div>
  );
}

/** Back to the tile the form was about, once the form has given the focus away. */
function focusTile(id: string): void {
  requestAnimationFrame(() => {
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-tile="${CSS.escape(id)}"]`)?.focus());
  });
}

function useHistoryKeys(open: OpenBoard): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const intent = historyIntent(event);
      const field = event.target instanceof HTMLElement && (event.target.isContentEditable || ["INPUT", "TEXTAREA"].includes(event.target.tagName));
      if (intent === null || field) return;
      event.preventDefault();
      stepHistory(open, intent);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
}
