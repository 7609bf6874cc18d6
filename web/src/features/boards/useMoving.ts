/** Moving and sizing tiles: by keys, mouse and touch, all through the same rules. The document changes once, at the end. */
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { intentOf } from "@/features/boards/layout/keys";
import { placesOf, tileOf, withPlaces, type Mode } from "@/features/boards/layout/tree";
import { duplicateTile, growTile, moveTo, putInto, removeTile, resizeTo, stepTile } from "@/features/boards/model/edits";
import { follow, type Drag } from "@/features/boards/pointer";
import type { Edit } from "@/features/boards/useDraft";
import { said } from "@/i18n/boardEditing";
import { useTitle, type TitleOf } from "@/features/boards/useTitle";
import type { Document, Place } from "@/tiles/model";
import { announce } from "@/ui/Announcer";

export interface Moving {
  readonly id: string;
  readonly by: "keys" | "move" | "size";
  /** How the board would be if it were put down now. */
  readonly preview: Document;
  /** Where the tile was picked up. */
  readonly start: Place;
}

export interface Tools {
  readonly key: (event: KeyboardEvent<HTMLElement>, id: string) => void;
  readonly press: (event: PointerEvent<HTMLElement>, id: string, by: "move" | "size") => void;
  readonly leave: (id: string) => void;
  readonly remove: (id: string) => void;
  readonly duplicate: (id: string) => void;
  readonly into: (id: string, parent: string | undefined) => void;
  readonly open: (id: string) => void;
  readonly edit: Edit;
}

interface Surroundings {
  readonly document: Document;
  readonly mode: Mode;
  readonly edit: Edit;
  readonly onOpen: (id: string) => void;
}

const placeIn = (document: Document, id: string, mode: Mode): Place | undefined => placesOf(document, tileOf(document, id)?.parent, mode).get(id);

const nameIn = (document: Document, id: string, titleOf: TitleOf): string => {
  const tile = tileOf(document, id);
  return tile === undefined ? id : titleOf(tile);
};

export function useMoving(around: Surroundings): { readonly moving: Moving | null; readonly tools: Tools } {
  const [moving, setMoving] = useState<Moving | null>(null);
  const titleOf = useTitle();
  const now = useRef({ ...around, moving, titleOf });
  now.current = { ...around, moving, titleOf };
  const focus = useFocusAfter();

  const say = useCallback((line: (title: string, place: Place) => string, document: Document, id: string): void => {
    const place = placeIn(document, id, now.current.mode);
    if (place !== undefined) announce(line(nameIn(document, id, now.current.titleOf), place));
  }, []);

  const settle = useCallback((found: Moving): void => {
    const { edit, mode } = now.current;
    const parent = tileOf(found.preview, found.id)?.parent;
    const places = placesOf(found.preview, parent, mode);
    setMoving(null);
    edit((document) => withPlaces(putInto(document, found.id, parent), places, mode));
  }, []);

  const tools = useMemo<Tools>(() => {
    const name = (document: Document, id: string): string => nameIn(document, id, now.current.titleOf);
    const remove = (id: string): void => {
      const { document, edit } = now.current;
      const order = document.tiles.filter((tile) => tile.id !== id);
      const next = order[Math.max(0, document.tiles.findIndex((tile) => tile.id === id) - 1)];
      edit((old) => removeTile(old, id));
      announce(said.removed(name(document, id)));
      focus(next?.id ?? null);
    };
    const duplicate = (id: string): void => {
      const { document, edit } = now.current;
      const copy = duplicateTile(document, id);
      if (copy.id === null) return announce(said.full);
      edit(() => copy.document);
      announce(said.duplicated(name(document, id)));
      return focus(copy.id);
    };
    return {
      remove,
      duplicate,
      edit: (change, group) => now.current.edit(change, group),
      open: (id) => now.current.onOpen(id),
      into: (id, parent) => {
        const { document, edit } = now.current;
        edit((old) => putInto(old, id, parent));
        announce(said.into(name(document, id), parent === undefined ? "the board" : name(document, parent)));
        focus(id);
      },
      leave: (id) => {
        const held = now.current.moving;
        if (held?.by === "keys" && held.id === id) settle(held);
      },
      key: (event, id) => {
        const { document, mode, moving: held } = now.current;
        const intent = intentOf(event, held?.id === id);
        if (intent === null) return;
        event.preventDefault();
        event.stopPropagation();
        const shown = held?.preview ?? document;
        const start = placeIn(document, id, mode);
        if (intent.what === "remove") {
          setMoving(null);
          remove(id);
        } else if (intent.what === "duplicate") duplicate(id);
        else if (intent.what === "edit") now.current.onOpen(id);
        else if (intent.what === "pick" && start !== undefined) {
          setMoving({ id, by: "keys", preview: document, start });
          say(said.picked, document, id);
        } else if (intent.what === "cancel") {
          setMoving(null);
          announce(said.cancelled(name(document, id)));
        } else if (intent.what === "drop" && held !== null) {
          say(said.dropped, held.preview, id);
          settle(held);
          focus(id);
        } else if ((intent.what === "move" || intent.what === "resize") && held !== null) {
          const next = (intent.what === "move" ? stepTile : growTile)(shown, id, intent, mode);
          if (next === null) announce(said.edge(name(document, id)));
          else {
            setMoving({ ...held, preview: next });
            say(said.moved, next, id);
          }
        }
      },
      press: (event, id, by) => {
        const { document, mode } = now.current;
        const start = placeIn(document, id, mode);
        if (start === undefined) return;
        const shown = (drag: Drag): Document => {
          if (by === "size") return resizeTo(document, id, { w: start.w + drag.dx, h: start.h + drag.dy }, mode);
          const home = mode === "phone" ? document : putInto(document, id, drag.parent);
          return moveTo(home, id, { ...start, x: mode === "phone" ? 0 : drag.x, y: drag.y }, mode);
        };
        follow(event, by, {
          move: (drag) => setMoving({ id, by, preview: shown(drag), start }),
          drop: (drag) => {
            const found: Moving = { id, by, preview: shown(drag), start };
            say(said.dropped, found.preview, id);
            settle(found);
            focus(id);
          },
          cancel: () => {
            setMoving(null);
            announce(said.cancelled(name(document, id)));
          },
        });
      },
    };
  }, [focus, say, settle]);
  return { moving, tools };
}

/** Tiles change their order in the document while they move; the focus stays with the one it was on. */
function useFocusAfter(): (id: string | null) => void {
  const wanted = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const found = document.querySelector<HTMLElement>(`[data-tile="${CSS.escape(wanted.current)}"]`);
    if (found === null) return;
    wanted.current = null;
    found.focus({ preventScroll: false });
  });
  return useCallback((id) => {
    wanted.current = id;
  }, []);
}
