import { useMediaQuery } from "@mantine/hooks";
import { Button } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import type { Board } from "@/api/boards";
import { BoardHead } from "@/features/boards/BoardHead";
import { BoardPicks } from "@/features/boards/BoardPicks";
import { ReadCanvas } from "@/features/boards/Canvas";
import { settingsOf } from "@/features/boards/inherit";
import { LeaveGuard } from "@/features/boards/LeaveGuard";
import { DrillProvider } from "@/features/explore/DrillProvider";
import { readChosen } from "@/features/boards/search";
import { useDraft } from "@/features/boards/useDraft";
import { useVersionLook, type VersionLook } from "@/features/boards/useVersionLook";
import { timeOf } from "@/features/boards/when";
import { useSession } from "@/app/view";
import { versionsText } from "@/i18n/boards";
import { editText } from "@/i18n/boardEditing";
import type { DayRange } from "@/lib/calendar";
import { customPeriod } from "@/lib/period";
import { useShortcuts } from "@/lib/useShortcuts";
import { EmptyState } from "@/ui/EmptyState";
import classes from "./board.module.css";

const Editor = lazy(() => import("@/features/boards/Editor"));
const ShareDialog = lazy(() => import("@/features/boards/ShareDialog"));
const VersionsDrawer = lazy(() => import("@/features/boards/VersionsDrawer"));

export function BoardView({ board }: { readonly board: Board }) {
  const search = useSearch({ from: "/panel/boards/$boardId" });
  const navigate = useNavigate({ from: "/boards/$boardId" });
  const [full, setFull] = useState(false);
  const [aside, setAside] = useState<"share" | "versions" | null>(null);
  const phone = useMediaQuery("(max-width: 767px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const open = useDraft(board);
  const look = useVersionLook(board, open);
  const { present } = open.draft.history;
  const shown = look.document ?? present;
  const chosen = useMemo(() => readChosen(search.vars), [search.vars]);
  const settings = useMemo(() => settingsOf(shown, chosen, search.span), [shown.settings, shown.variables, chosen, search.span]);
  const editing = board.may_edit && search.edit === "1" && look.version === null;
  const edit = (on: boolean): void => void navigate({ search: (old) => ({ ...old, edit: on ? ("1" as const) : undefined }) });
  const zoom = useCallback((range: DayRange) => void navigate({ search: (old) => ({ ...old, span: customPeriod(range) }) }), [navigate]);
  useFull(full, setFull, editing);
  const mode = phone ? "phone" : "desk";
  return (
    <div className={full ? classes.full : undefined}>
      <BoardHead
        board={board}
        editing={editing}
        full={full}
        onEdit={() => edit(true)}
        onShare={() => setAside("share")}
        onVersions={() => setAside("versions")}
        onFull={() => setFull(!full)}
      />
      <BoardPicks settings={shown.settings} variables={shown.variables} vars={search.vars} span={search.span} />
      <Looking look={look} mayEdit={board.may_edit} />
      {editing ? (
        <Suspense>
          <Editor board={board} open={open} settings={settings} phone={phone} onDone={() => edit(false)} />
        </Suspense>
      ) : shown.tiles.length === 0 ? (
        <EmptyState title={editText.emptyTitle} text={board.may_edit ? editText.empty : editText.readOnlyEmpty}>
          {board.may_edit ? <Button onClick={() => edit(true)}>{editText.add}</Button> : null}
        </EmptyState>
      ) : (
        <DrillProvider>
          <ReadCanvas document={shown} mode={mode} settings={settings} onBrush={zoom} />
        </DrillProvider>
      )}
      <LeaveGuard autosave={open.autosave} />
      <Suspense>
        {aside === "share" ? <ShareDialog board={board} onClose={() => setAside(null)} /> : null}
        {aside === "versions" ? (
          <VersionsDrawer
            board={board}
            onLook={(version) => {
              look.look(version);
              setAside(null);
            }}
            onClose={() => setAside(null)}
          />
        ) : null}
      </Suspense>
    </div>
  );
}

/** `f` fills the screen; Escape and the browser's own way out leave it. */
function useFull(full: boolean, setFull: (full: boolean) => void, editing: boolean): void {
  useShortcuts({ f: () => (editing ? undefined : setFull(!full)) });
  useEffect(() => {
    if (!full) return undefined;
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
    const leave = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.defaultPrevented) setFull(false);
    };
    const left = (): void => {
      if (document.fullscreenElement === null) setFull(false);
    };
    window.addEventListener("keydown", leave);
    document.addEventListener("fullscreenchange", left);
    return () => {
      window.removeEventListener("keydown", leave);
      document.removeEventListener("fullscreenchange", left);
      if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
    };
  }, [full, setFull]);
}

function Looking({ look, mayEdit }: { readonly look: VersionLook; readonly mayEdit: boolean }) {
  const { organisation } = useSession();
  if (look.version === null) return null;
  return (
    <div className={classes.note} role="status">
      <p>{versionsText.looking(timeOf(look.version.saved_at, organisation.timezone))}</p>
      <Button variant="default" size="xs" onClick={() => look.look(null)}>
        {versionsText.back}
      </Button>
      {mayEdit ? (
        <Button size="xs" loading={look.isBusy} onClick={look.restore}>
          {versionsText.restore}
        </Button>
      ) : null}
    </div>
  );
}
