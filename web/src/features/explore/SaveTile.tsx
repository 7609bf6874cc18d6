/** Puts the answer on a board: one that is there, or a new one. Others may be editing it; their work stays. */
import { Button, Checkbox, Modal, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { addBoard, fetchBoard, saveDocument, type Board } from "@/api/boards";
import { ApiError } from "@/api/client";
import { queryClient } from "@/app/queries";
import { usePicks } from "@/app/view";
import { addTile, EMPTY, freshId, isFull, type NewTile } from "@/features/boards/model/edits";
import { boardsQuery } from "@/features/boards/queries";
import { savedTile } from "@/features/explore/savedTile";
import type { Exploration } from "@/features/explore/state";
import { saveText } from "@/i18n/explore";
import { shellText } from "@/i18n/shell";
import type { TileKind } from "@/tiles/model";
import type { Names } from "@/tiles/vocabulary";
import form from "@/form/form.module.css";

interface SaveTileProps {
  readonly state: Exploration;
  readonly kind: TileKind;
  readonly names: Names;
  readonly title: string;
  readonly onClose: () => void;
}

const NEW = "new";

export default function SaveTile({ state, kind, names, title, onClose }: SaveTileProps) {
  const [picks] = usePicks();
  const boards = useQuery(boardsQuery);
  const mine = (boards.data ?? []).filter((board) => board.may_edit).toSorted((a, b) => a.name.localeCompare(b.name));
  const [chosen, setChosen] = useState<string | null>(null);
  const [board, setBoard] = useState("");
  const [name, setName] = useState("");
  const [keep, setKeep] = useState(Object.values(picks).some((value) => value !== undefined));
  const [left, setLeft] = useState(false);
  const at = chosen ?? mine[0]?.id ?? NEW;
  const bad = at === NEW && board.trim() === "" ? saveText.needName : undefined;
  const save = useMutation({
    mutationFn: async (): Promise<Done> => {
      const tile = savedTile(state, kind, picks, keep, name.trim(), names.metric);
      return at === NEW ? { board: await onNew(board.trim(), tile), merged: false } : putOn(at, tile);
    },
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ["boards"] }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setLeft(true);
    if (!bad) save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={saveText.title} size={460} closeButtonProps={{ "aria-label": shellText.close }}>
      {save.data ? (
        <div className={form.form}>
          <p role="status">
            {saveText.saved(name.trim() || title, save.data.board.name)} {save.data.merged ? saveText.changed : null}
          </p>
          <div className={form.actions}>
            <Button variant="default" onClick={onClose}>
              {shellText.close}
            </Button>
            <Button component={Link} to={`/boards/${save.data.board.id}`} data-autofocus>
              {saveText.open}
            </Button>
          </div>
        </div>
      ) : (
        <form className={form.form} onSubmit={submit} noValidate>
          <Select
            data-autofocus
            label={saveText.board}
            description={boards.data !== undefined && mine.length === 0 ? saveText.none : undefined}
            data={[...mine.map((one) => ({ value: one.id, label: one.name })), { value: NEW, label: saveText.newBoard }]}
            value={at}
            searchable
            openOnFocus={false}
            allowDeselect={false}
            onChange={setChosen}
          />
          {at === NEW ? <TextInput label={saveText.name} maxLength={120} value={board} error={left ? bad : undefined} onChange={(event) => setBoard(event.currentTarget.value)} /> : null}
          <TextInput label={saveText.tileName} placeholder={title} maxLength={120} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Checkbox size="sm" label={saveText.keep} description={saveText.keepHint} checked={keep} onChange={(event) => setKeep(event.currentTarget.checked)} />
          {save.error ? (
            <p role="alert" className={form.refusal}>
              {save.error.message}
            </p>
          ) : null}
          <div className={form.actions}>
            <Button variant="default" onClick={onClose}>
              {saveText.cancel}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {saveText.save}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

interface Done {
  readonly board: Board;
  /** Somebody else changed the board meanwhile. */
  readonly merged: boolean;
}

const onNew = (name: string, tile: NewTile): Promise<Board> => addBoard({ name, document: addTile(EMPTY, freshId(EMPTY, tile.kind), tile) });

/** A version the server no longer keeps is read again, once; what others saved meanwhile is merged by the server. */
async function putOn(id: string, tile: NewTile, again = true): Promise<Done> {
  const board = await fetchBoard(id);
  if (isFull(board.document)) throw new Error(saveText.full);
  try {
    return await saveDocument(id, board.version, addTile(board.document, freshId(board.document, tile.kind), tile));
  } catch (error) {
    if (again && error instanceof ApiError && error.problem.code === "version_gone") return putOn(id, tile, false);
    throw error;
  }
}
