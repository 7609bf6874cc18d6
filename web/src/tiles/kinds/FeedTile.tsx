/** The newest orders of the stores in view, as they come in. */
import { Feed } from "@/board/Feed";
import { tileText } from "@/i18n/tiles";
import type { Tile } from "@/tiles/model";
import type { TileView } from "@/tiles/settle";
import classes from "@/tiles/tiles.module.css";

const SHOWN = 12;

export default function FeedTile({ tile, view }: { readonly tile: Tile; readonly view: TileView }) {
  return <Feed view={view} title={tile.title ?? tileText.orders} shown={tile.options?.limit ?? SHOWN} className={classes.feed} />;
}
