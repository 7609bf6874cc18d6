/** A table of records: sortable heads, arrow keys from row to row, cards with the fields that matter on a phone. */
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { KeyboardEvent, ReactNode } from "react";
import classes from "./DataTable.module.css";

export interface DataColumn<T> {
  readonly id: string;
  readonly head: string;
  /** What the column means, where its head is short. */
  readonly hint?: string | undefined;
  readonly cell: (row: T) => ReactNode;
  readonly align?: "right" | undefined;
  /** The sort words of this column: first click, second click. */
  readonly sorts?: readonly [string, string?] | undefined;
  readonly wideOnly?: boolean | undefined;
}

interface DataTableProps<T> {
  readonly caption: string;
  readonly rows: readonly T[];
  readonly columns: readonly DataColumn<T>[];
  readonly rowKey: (row: T) => string;
  readonly card: (row: T) => ReactNode;
  readonly sort?: string | undefined;
  readonly onSort?: ((sort: string) => void) | undefined;
  readonly dim?: boolean;
}

export function DataTable<T>({ caption, rows, columns, rowKey, card, sort, onSort, dim = false }: DataTableProps<T>) {
  const phone = useMediaQuery("(max-width: 767px)") ?? false;
  if (phone) {
    return (
      <ul className={classes.cards} data-dim={dim} aria-label={caption}>
        {rows.map((row) => (
          <li key={rowKey(row)}>{card(row)}</li>
        ))}
      </ul>
    );
  }
  return (
    <div className={classes.scroll} data-dim={dim}>
      <table className={classes.table} onKeyDown={walk}>
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ id, align, wideOnly, cell }) => (
                <td key={id} data-align={align} data-wide-only={wideOnly}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps<T> {
  readonly column: DataColumn<T>;
  readonly sort: string | undefined;
  readonly onSort: ((sort: string) => void) | undefined;
}

function Head<T>({ column, sort, onSort }: HeadProps<T>) {
  const { sorts, head, hint, align, wideOnly } = column;
  const active = sort !== undefined && sorts?.includes(sort);
  const down = sort?.startsWith("-") ?? false;
  return (
    <th scope="col" title={hint} data-align={align} data-wide-only={wideOnly} aria-sort={active ? (down ? "descending" : "ascending") : undefined}>
      {sorts && onSort ? (
        <button type="button" className={classes.sort} onClick={() => onSort(sort === sorts[0] ? (sorts[1] ?? sorts[0]) : sorts[0])}>
          {head}
          {active ? down ? <IconArrowDown size={12} aria-hidden /> : <IconArrowUp size={12} aria-hidden /> : null}
        </button>
      ) : (
        head
      )}
    </th>
  );
}

const REACHABLE = "a[href], button:not([disabled])";

/** Arrow keys: up and down between rows, left and right between what can be pressed in one. */
function walk(event: KeyboardEvent<HTMLTableElement>): void {
  const row = event.target instanceof HTMLElement ? event.target.closest("tr") : null;
  if (!row || !(event.target instanceof HTMLElement)) return;
  const within = [...row.querySelectorAll<HTMLElement>(REACHABLE)];
  const column = Math.max(0, within.indexOf(event.target));
  const rows = [...event.currentTarget.rows];
  const at = rows.indexOf(row);
  const inRow = (index: number): HTMLElement | undefined => {
    const targets = [...(rows[index]?.querySelectorAll<HTMLElement>(REACHABLE) ?? [])];
    return targets[Math.min(column, targets.length - 1)];
  };
  const moves: Record<string, HTMLElement | undefined> = {
    ArrowDown: inRow(at + 1),
    ArrowUp: inRow(at - 1),
    ArrowRight: within[column + 1],
    ArrowLeft: within[column - 1],
  };
  if (!(event.key in moves)) return;
  event.preventDefault();
  moves[event.key]?.focus();
}
