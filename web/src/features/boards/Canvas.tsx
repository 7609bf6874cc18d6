/** The tiles of a board, to be read or to be edited. */
import { useMemo } from "react";
import { CanvasContext, LayoutContext } from "@/features/boards/canvas";
import { Grid } from "@/features/boards/Grid";
import type { Mode } from "@/features/boards/layout/tree";
import type { Edit } from "@/features/boards/useDraft";
import { useMoving } from "@/features/boards/useMoving";
import { boardsText } from "@/i18n/boards";
import type { DayRange } from "@/lib/calendar";
import type { Document, Settings } from "@/tiles/model";
import classes from "./board.module.css";

interface CanvasProps {
  readonly document: Document;
  readonly mode: Mode;
  readonly settings: readonly Settings[];
  /** A phone's column on a desk. */
  readonly narrow?: boolean;
  readonly onBrush?: (range: DayRange) => void;
}

export function ReadCanvas({ document, mode, settings, narrow = false, onBrush }: CanvasProps) {
  const canvas = useMemo(() => ({ mode, tools: null, onBrush }), [mode, onBrush]);
  const layout = useMemo(() => ({ document, moving: null }), [document]);
  return (
    <CanvasContext value={canvas}>
      <LayoutContext value={layout}>
        <div className={narrow ? classes.narrow : undefined}>
          <h2 className="sr">{boardsText.contents}</h2>
          <Grid parent={undefined} settings={settings} />
        </div>
      </LayoutContext>
    </CanvasContext>
  );
}

interface EditCanvasProps extends CanvasProps {
  readonly edit: Edit;
  readonly onOpen: (id: string) => void;
}

export function EditCanvas({ document, mode, settings, narrow = false, edit, onOpen }: EditCanvasProps) {
  const { moving, tools } = useMoving({ document, mode, edit, onOpen });
  const canvas = useMemo(() => ({ mode, tools }), [mode, tools]);
  const layout = useMemo(() => ({ document, moving }), [document, moving]);
  return (
    <CanvasContext value={canvas}>
      <LayoutContext value={layout}>
        <div className={narrow ? `${classes.editing} ${classes.narrow}` : classes.editing}>
          <h2 className="sr">{boardsText.contents}</h2>
          <Grid parent={undefined} settings={settings} />
        </div>
      </LayoutContext>
    </CanvasContext>
  );
}
