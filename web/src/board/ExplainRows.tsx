import { useInfiniteQuery } from "@tanstack/react-query";
import { fetchRows, type Cell, type Column } from "@/api/query";
import { Refusal } from "@/board/TileState";
import type { ExplainTarget } from "@/board/explain";
import { boardText } from "@/i18n/board";
import { METRICS, type MetricKey } from "@/i18n/metrics";
import { formatCount, formatFigure } from "@/lib/format";
import { humanise } from "@/lib/names";
import { RowBones } from "@/ui/Bones";
import { TwinTable } from "@/charts/TwinTable";
import classes from "./ExplainDrawer.module.css";

const PAGE = 20;

export function ExplainRows({ target }: { readonly target: ExplainTarget }) {
  const pages = useInfiniteQuery({
    queryKey: ["rows", target.query, target.metric, target.row],
    queryFn: ({ pageParam, signal }) =>
      fetchRows({ query: target.query, metric: target.metric, ...(target.row ? { row: target.row } : {}), cursor: pageParam, limit: PAGE }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const first = pages.data?.pages[0];
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const unit = target.metric in METRICS ? METRICS[target.metric as MetricKey].unit : "count";
  return (
    <section className={classes.section}>
      <h3>
        {boardText.rows} {first ? <span className={classes.quiet}>{boardText.rowsTotal(formatCount(first.total))}</span> : null}
      </h3>
      {first?.sum ? <p className={classes.quiet}>{boardText.rowsSum(formatFigure(first.sum, unit, target.query.currency ?? ""))}</p> : null}
      {pages.isPending ? <RowBones rows={6} /> : null}
      {pages.error && !first ? <Refusal error={pages.error} retry={() => void pages.refetch()} /> : null}
      {first && rows.length === 0 ? <p className={classes.quiet}>{boardText.noRows}</p> : null}
      {first && rows.length > 0 ? (
        <TwinTable caption={boardText.rows} words={wordColumns(first.columns)} head={first.columns.map((column) => humanise(column.name))} rows={rows.map((row) => row.map((cell, index) => show(cell, first.columns[index])))} />
      ) : null}
      {pages.hasNextPage ? (
        <button type="button" className={classes.more} disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {boardText.more}
        </button>
      ) : null}
    </section>
  );
}

const FIGURES = new Set(["decimal", "integer", "money", "float"]);

const wordColumns = (columns: readonly Column[]): number => {
  const first = columns.findIndex((column) => FIGURES.has(column.type));
  return first < 0 ? columns.length : Math.max(1, first);
};

function show(cell: Cell, column: Column | undefined): string {
  if (cell === null) return "–";
  if (column?.type === "decimal" && column.unit && /^[A-Z]{3}$/.test(column.unit)) return formatFigure(String(cell), "money", column.unit);
  if (column?.type === "decimal" || column?.type === "integer") return formatCount(String(cell));
  return String(cell);
}
