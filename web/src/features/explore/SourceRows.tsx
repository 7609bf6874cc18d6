/** The entries behind one figure, page by page, and their sum beside it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { fetchRows, type Cell, type Column, type Query, type SourceRows as Page } from "@/api/query";
import { useSession } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { rowsText } from "@/i18n/explore";
import { formatDay, isDay } from "@/lib/calendar";
import { dateTimeIn } from "@/lib/clock";
import { formatCount, formatFigure } from "@/lib/format";
import { humanise } from "@/lib/names";
import { isSum, sumOfRows } from "@/features/explore/rowSum";
import type { Names } from "@/tiles/vocabulary";
import { RowBones } from "@/ui/Bones";
import classes from "./explore.module.css";

/** The first page is there at once; whoever wants more wants many. */
const FIRST_PAGE = 100;
const PAGE = 500;
const HIDDEN = new Set(["currency", "order"]);

interface SourceRowsProps {
  readonly query: Query;
  readonly metric: string;
  readonly names: Names;
  readonly currency: string;
  readonly onBack: () => void;
}

export function SourceRows({ query, metric, names, currency, onBack }: SourceRowsProps) {
  const pages = useInfiniteQuery({
    queryKey: ["rows", query, metric],
    queryFn: ({ pageParam, signal }) => fetchRows({ query, metric, cursor: pageParam, limit: pageParam === null ? FIRST_PAGE : PAGE }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 30_000,
  });
  const [first] = pages.data?.pages ?? [];
  if (pages.error && !first) return <Refusal error={pages.error} retry={() => void pages.refetch()} />;
  if (!first) return <div aria-busy="true"><RowBones rows={12} /></div>;
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const { unit, label } = names.metric(metric);
  const write = (value: string | null): string => formatFigure(value, unit, currency);
  return (
    <section className={classes.source} aria-label={rowsText.caption}>
      <div className={classes.sums}>
        <p>
          {label} <b data-figure>{write(first.sum === null ? null : String(first.sum))}</b>
        </p>
        <p className={classes.quiet} role="status">
          {sumWords(first, rows, write)}
        </p>
        <button type="button" className={classes.add} onClick={onBack}>
          {rowsText.back}
        </button>
      </div>
      {rows.length === 0 ? <p className={classes.none}>{rowsText.none}</p> : <RowTable columns={first.columns} rows={rows} names={names} />}
      {pages.error ? <p role="alert" className={classes.none}>{pages.error.message}</p> : null}
      {pages.hasNextPage ? (
        <button type="button" className={classes.moreRows} aria-disabled={pages.isFetchingNextPage} onClick={() => (pages.isFetchingNextPage ? undefined : void pages.fetchNextPage())}>
          {rowsText.more}
        </button>
      ) : null}
    </section>
  );
}

function sumWords(first: Page, rows: Page["rows"], write: (value: string | null) => string): string {
  if (rows.length === 0) return "";
  const sum = sumOfRows(first.columns, rows);
  if (sum === null) return `${rowsText.total(formatCount(first.total))}. ${rowsText.ratio}`;
  if (rows.length < first.total) return rowsText.shown(formatCount(rows.length), formatCount(first.total), write(sum));
  return `${rowsText.agrees(formatCount(first.total), write(sum))}, ${isSum(sum, String(first.sum), rows.length) ? rowsText.same : rowsText.differs}.`;
}

const isFigure = (column: Column): boolean => column.type === "decimal" || column.type === "integer";

function RowTable({ columns, rows, names }: { readonly columns: readonly Column[]; readonly rows: Page["rows"]; readonly names: Names }) {
  // What a row counts for stands beside its order; the amounts it is made of follow.
  const shown = columns.map((column, place) => ({ column, place })).filter(({ column }) => !HIDDEN.has(column.name)).toSorted((a, b) => Number(b.column.name === "value") - Number(a.column.name === "value"));
  const { stores, organisation } = useSession();
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  const zoneOf = (row: readonly Cell[]): string => stores.find((store) => store.slug === row[at("store")])?.timezone ?? organisation.timezone;
  const head = (name: string): string => rowsText.columns[name] ?? humanise(name.replace(/_amount$/, ""));
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={rowsText.caption}>
      <table className={classes.rows}>
        <caption className="sr">{rowsText.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{rowsText.order}</th>
            {shown.map(({ column }) => (
              <th key={column.name} scope="col" data-figure={isFigure(column)}>
                {head(column.name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              <th scope="row">
                <Link to="/orders/$orderId" params={{ orderId: String(row[at("order")]) }} aria-label={`${rowsText.openOrder} ${index + 1}`}>
                  {rowsText.openOrder}
                </Link>
              </th>
              {shown.map(({ column, place }) => (
                <td key={column.name} data-figure={isFigure(column)}>
                  {written(row[place] ?? null, column, names, zoneOf(row))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function written(cell: Cell, column: Column, names: Names, zone: string): string {
  if (cell === null || cell === "") return "–";
  const text = String(cell);
  if (column.name === "store") return names.value("store", text);
  if (column.name === "kind") return humanise(text);
  if (column.type === "date" && isDay(text)) return formatDay(text);
  if (column.type === "datetime") return dateTimeIn(zone, new Date(text));
  if (!isFigure(column)) return text;
  return column.unit && /^[A-Z]{3}$/.test(column.unit) ? formatFigure(text, "money", column.unit) : formatCount(text);
}
