import type { ReactNode } from "react";
import classes from "./TwinTable.module.css";

interface TwinTableProps {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
  readonly height?: number;
  /** How many columns from the left are words, not figures. */
  readonly words?: number;
}

/** The same figures as a chart, as a table. */
export function TwinTable({ caption, head, rows, height, words = 1 }: TwinTableProps) {
  return (
    <div className={classes.scroll} style={height === undefined ? undefined : { height }} tabIndex={0} role="group" aria-label={caption}>
      <table className={classes.table}>
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col" data-words={head.indexOf(name) < words}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (column === 0 ? <th key={column} scope="row">{cell}</th> : <td key={column} data-words={column < words}>{cell}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
