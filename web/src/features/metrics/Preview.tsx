import { useDebouncedValue, useElementSize } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { previewDefinition } from "@/api/definitions";
import type { QueryResult } from "@/api/query";
import { useSession, useView } from "@/app/view";
import { figureOf, rowsOf, totalOf } from "@/board/figures";
import { Spark } from "@/charts/Spark";
import { isWhole, sentOf, type Draft } from "@/features/metrics/draft";
import { editorText } from "@/i18n/definitions";
import { addDays } from "@/lib/calendar";
import { formatFigure, type Unit } from "@/lib/format";
import { useNames } from "@/tiles/vocabulary";
import { Section } from "@/ui/Section";
import classes from "./metrics.module.css";

const PAUSE_MS = 400;
const DAYS = 28;
const DRAFT = "preview";
const UNITS: readonly Unit[] = ["money", "count", "percent", "ratio", "duration"];

/** What the definition would show, before it is saved. */
export function Preview({ draft, works, unit }: { readonly draft: Draft; readonly works: boolean; readonly unit: string | null | undefined }) {
  const { organisation } = useSession();
  const { today } = useView();
  const sent = { ...sentOf(draft), key: DRAFT, label: draft.label.trim() || editorText.preview, description: "" };
  const text = JSON.stringify(sent);
  const [asked] = useDebouncedValue(text, PAUSE_MS);
  const base = { range: { from: addDays(today, 1 - DAYS), to: today }, currency: organisation.currency };
  const query = draft.kind === "metric" ? { ...base, metrics: [DRAFT], grain: "day" as const } : { ...base, metrics: ["net_sales", "orders"], dimensions: [DRAFT] };
  const found = useQuery({
    queryKey: ["definitions", "preview", asked, today],
    queryFn: ({ signal }) => previewDefinition(JSON.parse(asked) as typeof sent, query, signal),
    enabled: works && isWhole(draft) && asked === text,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Section title={editorText.preview} hint={editorText.previewHint}>
      <div className={classes.preview} aria-busy={found.isFetching} data-kind={draft.kind}>
        {found.error ? <p className={classes.fault}>{found.error.message}</p> : found.data === undefined || !works ? <p className={classes.quiet}>{editorText.previewEmpty}</p> : draft.kind === "metric" ? <Course result={found.data} unit={UNITS.find((one) => one === (draft.unit ?? unit)) ?? "count"} currency={organisation.currency} /> : <Groups result={found.data} currency={organisation.currency} />}
      </div>
    </Section>
  );
}

interface ShownProps {
  readonly result: QueryResult;
  readonly currency: string;
}

function Course({ result, unit, currency }: ShownProps & { readonly unit: Unit }) {
  const { ref, width } = useElementSize();
  const values = rowsOf(result).map((row) => figureOf(row, DRAFT));
  return (
    <div ref={ref}>
      <p className={classes.figure}>{formatFigure(totalOf(result, DRAFT), unit, currency)}</p>
      <Spark values={values} width={Math.max(84, width)} height={48} />
    </div>
  );
}

function Groups({ result, currency }: ShownProps) {
  const names = useNames(useSession().stores);
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{names.dimension(DRAFT)}</th>
          <th scope="col">{names.metric("net_sales").label}</th>
          <th scope="col">{names.metric("orders").label}</th>
        </tr>
      </thead>
      <tbody>
        {rowsOf(result).map((row, index) => (
          <tr key={index}>
            <th scope="row">{figureOf(row, DRAFT) ?? "–"}</th>
            <td>{formatFigure(figureOf(row, "net_sales"), "money", currency)}</td>
            <td>{formatFigure(figureOf(row, "orders"), "count", currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
