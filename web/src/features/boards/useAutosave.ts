/** Saves a draft a moment after its last change, keeps it in the browser until that worked, and tries again until it does. */
import { useCallback, useEffect, useRef, useState } from "react";
import { saveDocument, type Saved } from "@/api/boards";
import { ApiError } from "@/api/client";
import { isDirty, type Draft } from "@/features/boards/model/draft";
import { forget, keep } from "@/features/boards/model/kept";
import type { Document } from "@/tiles/model";

const DELAY_MS = 800;
const RETRY_MS = [2_000, 5_000, 10_000, 30_000];

export type SaveState =
  | { readonly is: "clean"; readonly at: Date | null }
  | { readonly is: "waiting" | "failed" | "offline" }
  | { readonly is: "refused"; readonly why: string };

export interface Autosave {
  readonly state: SaveState;
  readonly now: () => void;
}

/** Trying again only helps where the server or the way to it failed. */
const mayPass = (error: unknown): boolean => !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500;

export function useAutosave(board: string, draft: Draft, onSaved: (saved: Saved, sent: Document) => void): Autosave {
  const [at, setAt] = useState<Date | null>(null);
  const [failure, setFailure] = useState<{ readonly error: unknown; readonly tries: number } | null>(null);
  const [busy, setBusy] = useState(false);
  const dirty = isDirty(draft);
  const current = useRef({ draft, onSaved });
  current.current = { draft, onSaved };
  const flying = useRef(false);

  const save = useCallback(async (): Promise<void> => {
    const { base, history } = current.current.draft;
    if (flying.current || !isDirty(current.current.draft)) return;
    flying.current = true;
    setBusy(true);
    try {
      const saved = await saveDocument(board, base.version, history.present);
      setFailure(null);
      setAt(new Date());
      current.current.onSaved(saved, history.present);
    } catch (error) {
      setFailure((old) => ({ error, tries: (old?.tries ?? -1) + 1 }));
    } finally {
      flying.current = false;
      setBusy(false);
    }
  }, [board]);

  const present = draft.history.present;
  useEffect(() => {
    if (!dirty) {
      forget(board);
      return undefined;
    }
    keep(board, { base: draft.base, document: present });
    if (busy) return undefined;
    const delay = failure === null ? DELAY_MS : mayPass(failure.error) ? (RETRY_MS[Math.min(failure.tries, RETRY_MS.length - 1)] ?? DELAY_MS) : null;
    if (delay === null) return undefined;
    const timer = setTimeout(() => void save(), delay);
    return () => clearTimeout(timer);
  }, [board, dirty, busy, failure, present, draft.base, save]);

  // What was refused may be accepted once it is changed.
  useEffect(() => setFailure((old) => (old !== null && !mayPass(old.error) ? null : old)), [present]);

  useEffect(() => {
    const again = (): void => void save();
    window.addEventListener("online", again);
    return () => {
      window.removeEventListener("online", again);
      void save();
    };
  }, [save]);

  return { state: stateOf(dirty, at, failure?.error), now: () => void save() };
}

function stateOf(dirty: boolean, at: Date | null, error: unknown): SaveState {
  if (!dirty) return { is: "clean", at };
  if (error === undefined) return { is: "waiting" };
  if (!mayPass(error)) return { is: "refused", why: error instanceof Error ? error.message : String(error) };
  return { is: error instanceof ApiError && error.status === 0 ? "offline" : "failed" };
}
