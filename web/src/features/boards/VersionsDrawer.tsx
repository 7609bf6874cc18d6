import { Drawer } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Board, BoardVersion } from "@/api/boards";
import { useSession } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { versionsQuery } from "@/features/boards/queries";
import { timeOf } from "@/features/boards/when";
import { boardsText, versionsText } from "@/i18n/boards";
import { shellText } from "@/i18n/shell";
import { RowBones } from "@/ui/Bones";
import classes from "./board.module.css";

interface VersionsDrawerProps {
  readonly board: Board;
  readonly onLook: (version: BoardVersion) => void;
  readonly onClose: () => void;
}

/** What the board was: each version can be looked at before anything changes. */
export default function VersionsDrawer({ board, onLook, onClose }: VersionsDrawerProps) {
  const { organisation } = useSession();
  const versions = useQuery(versionsQuery(board.id));
  const older = versions.data?.filter((one) => one.version !== board.version) ?? [];
  return (
    <Drawer opened onClose={onClose} position="right" size={380} title={versionsText.title} closeButtonProps={{ "aria-label": shellText.close }}>
      {versions.isPending ? <RowBones rows={6} height={48} /> : null}
      {versions.error && !versions.data ? <Refusal error={versions.error} retry={() => void versions.refetch()} /> : null}
      {versions.data && older.length === 0 ? <p className={classes.quiet}>{versionsText.none}</p> : null}
      <ol className={classes.versions}>
        {older.map((one) => (
          <li key={one.version}>
            <button type="button" className={classes.version} aria-label={versionsText.preview(one.version)} onClick={() => onLook(one)}>
              <span>{one.summary || versionsText.version(one.version)}</span>
              <span className={classes.quiet}>
                {timeOf(one.saved_at, organisation.timezone)}
                {one.saved_by === null ? "" : ` ${boardsText.by(one.saved_by.name)}`}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Drawer>
  );
}
