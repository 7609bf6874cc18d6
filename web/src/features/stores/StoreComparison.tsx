/** All stores beside each other for the page's period, and for the same stores only where that is fairer. */
import { Switch } from "@mantine/core";
import { useState } from "react";
import type { Store } from "@/api/stores";
import { useCalendar, useView } from "@/app/view";
import { Tile } from "@/board/Tile";
import { useExport } from "@/board/useExport";
import { figureOf, rowsOf, useFigures, type FigureSpec } from "@/board/figures";
import { ComparedRows } from "@/features/stores/ComparedRows";
import { daysOpen, leftOut } from "@/features/stores/comparison";
import { LeftOutList } from "@/features/stores/LeftOutList";
import { compareText } from "@/i18n/storeComparison";
import { dayIn } from "@/lib/clock";
import { compareRange } from "@/lib/period";
import { RowBones } from "@/ui/Bones";
import classes from "./comparison.module.css";

const ASKED = { metrics: ["net_sales", "orders", "aov", "gross_margin"], dimensions: ["store"], order_by: ["-net_sales"], limit: 500 } satisfies FigureSpec;
const MOST_DAYS = 10_000;

export function StoreComparison({ stores }: { readonly stores: readonly Store[] }) {
  const view = useView();
  const calendar = useCalendar();
  const [byDay, setByDay] = useState(false);
  const [wanted, setSame] = useState(false);
  const compared = view.range === null ? null : compareRange(view.range, view.comparison, calendar);
  const same = wanted && compared !== null;
  const everything = useFigures(ASKED);
  const seen = stores.filter((store) => view.stores.some((one) => one.slug === store.slug));
  const known = seen.map((store) => ({ slug: store.slug, firstDay: store.first_order_at === null ? null : dayIn(store.timezone, new Date(store.first_order_at)) }));
  const out = compared === null || !everything.result ? [] : leftOut(known, rowsOf(everything.result), compared);
  const kept = known.map((store) => store.slug).filter((slug) => !out.some((one) => one.slug === slug));
  const some = useFigures({ ...ASKED, filters: [{ field: "store", op: "in", value: kept }] }, same && out.length > 0 && kept.length > 0);
  const figures = same && out.length > 0 ? some : everything;
  const days = useFigures({ metrics: ["orders"], dimensions: ["store"], grain: "day", limit: MOST_DAYS }, byDay);
  const save = useExport(figures.query, "stores");
  const rows = rowsOf(figures.result).filter((row) => !same || kept.includes(figureOf(row, "store") ?? ""));
  const open = byDay && days.result && !days.result.truncated ? daysOpen(rowsOf(days.result)) : null;
  return (
    <Tile
      title={compareText.title}
      subtitle={[view.rangeWords, view.comparedWords].filter(Boolean).join(" ")}
      figures={same && kept.length === 0 ? everything : figures}
      isEmpty={rows.length === 0}
      empty={compareText.empty}
      skeleton={<RowBones rows={Math.min(12, stores.length || 4)} height={38} />}
      onExport={save}
      controls={
        <span className={classes.switches}>
          <Switch size="xs" label={compareText.perDay} title={compareText.perDayHint} checked={byDay} onChange={(event) => setByDay(event.currentTarget.checked)} />
          <Switch
            size="xs"
            label={compareText.sameOnly}
            title={compared === null ? compareText.sameNeedsComparison : compareText.sameHint}
            disabled={compared === null}
            checked={same}
            onChange={(event) => setSame(event.currentTarget.checked)}
          />
        </span>
      }
    >
      {byDay && days.result?.truncated ? <p className={classes.quiet}>{compareText.manyDays}</p> : null}
      <ComparedRows rows={rows} figures={figures} open={open} byDay={byDay} name={same ? compareText.same : compareText.all} />
      {same ? <LeftOutList out={out} stores={stores} compared={compared} /> : null}
    </Tile>
  );
}
