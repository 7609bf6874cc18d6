import { Button } from "@mantine/core";
import { setHidden } from "@/features/boards/model/edits";
import type { Edit } from "@/features/boards/useDraft";
import { useTitle } from "@/features/boards/useTitle";
import { editText } from "@/i18n/boardEditing";
import type { Tile } from "@/tiles/model";
import classes from "./board.module.css";

/** What the phone leaves out, with the way back. */
export function HiddenTiles({ tiles, edit }: { readonly tiles: readonly Tile[]; readonly edit: Edit }) {
  const titleOf = useTitle();
  if (tiles.length === 0) return null;
  return (
    <section className={`${classes.hiddenList} ${classes.narrow}`} aria-labelledby="hidden-tiles">
      <h2 id="hidden-tiles">{editText.hiddenOnPhone}</h2>
      <ul>
        {tiles.map((tile) => (
          <li key={tile.id}>
            {titleOf(tile)}
            <Button size="xs" variant="default" aria-label={editText.show(titleOf(tile))} onClick={() => edit((document) => setHidden(document, tile.id, false))}>
              {editText.unhide}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
