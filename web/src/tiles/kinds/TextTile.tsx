/** A note in Markdown. Raw HTML is shown as it was typed, never run; links lead only to addresses people may follow. */
import Markdown, { defaultUrlTransform } from "react-markdown";
import remarkGfm from "remark-gfm";
import type { Tile } from "@/tiles/model";
import frame from "@/board/Tile.module.css";
import classes from "@/tiles/tiles.module.css";

const SAFE = /^(https?:|mailto:|\/(?!\/)|#)/i;

/** Empty for whatever is not a page, a mail or a place in the panel. */
export const safeAddress = (address: string): string => (SAFE.test(address) ? defaultUrlTransform(address) : "");

export default function TextTile({ tile }: { readonly tile: Tile }) {
  return (
    <section className={`${frame.tile} ${classes.tile}`} aria-label={tile.title ?? "Text"}>
      {tile.title === undefined || tile.title === "" ? null : (
        <header className={frame.head}>
          <h3 className={frame.title}>{tile.title}</h3>
        </header>
      )}
      <div className={`${frame.body} ${classes.body} ${classes.text}`} style={{ display: "block" }}>
        <Markdown
          remarkPlugins={[remarkGfm]}
          urlTransform={safeAddress}
          disallowedElements={["img"]}
          components={{ a: ({ href, children }) => (href ? <a href={href} rel="noopener noreferrer nofollow">{children}</a> : <span>{children}</span>) }}
        >
          {tile.options?.markdown ?? ""}
        </Markdown>
      </div>
    </section>
  );
}
