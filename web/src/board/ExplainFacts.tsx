import type { Cell, Explanation } from "@/api/query";
import { announce } from "@/ui/Announcer";
import { boardText } from "@/i18n/board";
import { formatRange } from "@/lib/calendar";
import { humanise } from "@/lib/names";
import classes from "./ExplainDrawer.module.css";

interface ExplainFactsProps {
  readonly explanation: Explanation;
  readonly metric: string;
  readonly row?: Readonly<Record<string, Cell>> | undefined;
}

export function ExplainFacts({ explanation, metric, row }: ExplainFactsProps) {
  const definition = explanation.metrics.find((one) => one.key === metric) ?? explanation.metrics[0];
  const filters = [...explanation.filters, ...Object.entries(row ?? {}).map(([key, value]) => `${humanise(key)} is ${value === null ? "unknown" : String(value)}`)];
  return (
    <>
      {definition ? (
        <section className={classes.section} aria-label={boardText.definition}>
          <p>{definition.description}</p>
          <p className={classes.formula}>{definition.formula}</p>
          <dl className={classes.facts}>
            <Fact name={boardText.counted} value={humanise(definition.date_basis)} />
            <Fact name={boardText.version} value={`${definition.version}, kept by ${definition.owner}`} />
          </dl>
        </section>
      ) : null}
      <section className={classes.section}>
        <h3>{boardText.scope}</h3>
        <dl className={classes.facts}>
          <Fact name={boardText.days} value={explanation.range ? formatRange(explanation.range) : boardText.allDays} />
          {explanation.rate_set ? <Fact name={boardText.rates} value={explanation.rate_set} /> : null}
        </dl>
        <ul className={classes.list}>
          {[explanation.day, ...filters, ...explanation.notes].map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </section>
      <details className={classes.section}>
        <summary className={classes.summary}>
          {boardText.sql} <span className={classes.quiet}>{boardText.sqlHint}</span>
        </summary>
        <pre className={classes.sql} tabIndex={0}>
          {explanation.sql}
        </pre>
        <p className={classes.quiet}>
          {boardText.tables}: {explanation.tables.join(", ")}{" "}
          <button
            type="button"
            className={classes.link}
            onClick={() => void navigator.clipboard.writeText(explanation.sql).then(() => announce(boardText.copied))}
          >
            {boardText.copy}
          </button>
        </p>
      </details>
    </>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
