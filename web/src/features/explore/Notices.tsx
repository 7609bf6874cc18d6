/** What of the address could not be used, in a sentence; the rest is answered. */
import type { Explored } from "@/features/explore/useExploration";
import { formOf } from "@/features/boards/kinds";
import { noticeWords, partNames } from "@/i18n/explore";
import { humanise } from "@/lib/names";
import type { TileKind } from "@/tiles/model";
import classes from "./explore.module.css";

export function Notices({ explored, kind }: { readonly explored: Explored; readonly kind: TileKind }) {
  const { lost, unknown, state } = explored;
  const said = [
    ...(lost.length > 0 ? [noticeWords.lost(lost.map((part) => partNames[part]).join(", "))] : []),
    ...(unknown.length > 0 ? [noticeWords.unknown(unknown.map(humanise).join(", "))] : []),
    ...(state.kind !== undefined && state.kind !== kind && state.metrics.length > 0 && !state.rows ? [noticeWords.fits(formOf(state.kind).label)] : []),
  ];
  if (said.length === 0) return null;
  return (
    <div className={classes.notice} role="status">
      {said.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}
