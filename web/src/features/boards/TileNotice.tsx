import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { fetchDefinition } from "@/api/definitions";
import { useTitle } from "@/features/boards/useTitle";
import { formatDay } from "@/lib/calendar";
import { humanise } from "@/lib/names";
import { noticeText } from "@/i18n/boards";
import type { Tile } from "@/tiles/model";
import classes from "./board.module.css";

/** What the server marks on a tile that it does not let this person see, or that asks for what is no longer defined. */
export interface Marks {
  readonly denied?: boolean;
  readonly missing?: readonly string[];
}

export const marksOf = (tile: Tile & Marks): Marks => tile;

interface TileNoticeProps extends Marks {
  readonly tile: Tile;
}

/** In place of figures: why there are none, and who can help. */
export function TileNotice({ tile, denied = false, missing = [] }: TileNoticeProps) {
  const id = useId();
  const title = useTitle()(tile);
  return (
    <section className={classes.notice} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {denied ? <p>{noticeText.denied}</p> : null}
      {denied ? <p className={classes.quiet}>{noticeText.deniedHelp}</p> : missing.map((key) => <Gone key={key} of={key} />)}
    </section>
  );
}

/** Who deleted a definition and who brings it back; in general words where it never was one of the organisation. */
function Gone({ of }: { readonly of: string }) {
  const { data } = useQuery({ queryKey: ["definitions", "one", of], queryFn: ({ signal }) => fetchDefinition(of, signal), retry: false });
  if (!data?.deleted_at) {
    return (
      <>
        <p>{noticeText.missing(humanise(of))}</p>
        <p className={classes.quiet}>{data?.problem ?? noticeText.missingHelp}</p>
      </>
    );
  }
  return (
    <>
      <p>{noticeText.deleted(data.label, data.deleted_by?.name ?? noticeText.host, formatDay(data.deleted_at.slice(0, 10)))}</p>
      <p className={classes.quiet}>
        {noticeText.restores(data.owner?.name ?? noticeText.host)}{" "}
        <Link to="/definitions/$key" params={{ key: of }}>
          {noticeText.look}
        </Link>
      </p>
    </>
  );
}
