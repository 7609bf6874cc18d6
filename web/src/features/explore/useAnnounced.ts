/** What is said of an answer: aloud once it is there, never again for what changes live; and whether it is cut. */
import { useEffect, useRef, useState } from "react";
import { totalOf, useAnswer } from "@/board/figures";
import { exploreText } from "@/i18n/explore";
import { formatCount, formatFigure } from "@/lib/format";
import { questionOf } from "@/tiles/question";
import type { Tile } from "@/tiles/model";
import type { TileView } from "@/tiles/settle";
import type { Names } from "@/tiles/vocabulary";

export function useAnnounced(tile: Tile, view: TileView, names: Names): { readonly said: string; readonly cut: boolean } {
  const question = questionOf(tile, view);
  const answer = useAnswer(question?.query ?? { metrics: [] }, view.today, question !== null);
  const said = useRef("");
  const [text, setText] = useState("");
  const key = JSON.stringify(question?.query);
  const { result, dim } = answer;
  const [metric = ""] = tile.query?.metrics ?? [];
  useEffect(() => {
    if (result === undefined || dim || said.current === key) return;
    said.current = key;
    const total = totalOf(result, metric);
    const { label, unit } = names.metric(metric);
    setText(result.rows.length === 0 ? exploreText.noRows : exploreText.answer(formatCount(result.rows.length), label, total === null ? null : formatFigure(total, unit, view.currency)));
  }, [result, dim, key, metric, names, view.currency]);
  return { said: text, cut: result?.truncated === true && !dim };
}
