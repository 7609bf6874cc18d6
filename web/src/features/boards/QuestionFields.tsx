import { MultiSelect, NumberInput, Select } from "@mantine/core";
import { useCalendar } from "@/app/view";
import { useQuery } from "@tanstack/react-query";
import type { Dimension, Metric } from "@/api/vocabulary";
import type { KindForm } from "@/features/boards/kinds";
import { dimensionsQuery, metricsQuery } from "@/app/vocabulary";
import { grainNames, questionText } from "@/i18n/boardEditing";
import { humanise } from "@/lib/names";
import { grainsOf, type Tile, type TileQuery } from "@/tiles/model";
import classes from "./form.module.css";

interface QuestionFieldsProps {
  readonly tile: Tile;
  readonly query: TileQuery;
  readonly form: KindForm;
  readonly onChange: (query: TileQuery) => void;
}

const MOST_ROWS = 1000;

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Names there are, and those the tile still asks for though they are gone. */
function choices(known: readonly (Metric | Dimension)[], asked: readonly string[]): readonly Choice[] {
  const all = known.map(({ key, label }) => ({ value: key, label }));
  const gone = asked.filter((key) => !known.some((one) => one.key === key)).map((key) => ({ value: key, label: humanise(key) }));
  return [...all, ...gone].toSorted((a, b) => a.label.localeCompare(b.label));
}

export function QuestionFields({ tile, query, form, onChange }: QuestionFieldsProps) {
  const metrics = useQuery(metricsQuery);
  const grains = grainsOf(useCalendar());
  const dimensions = useQuery(dimensionsQuery);
  const change = (part: Partial<TileQuery>): void => onChange(clean({ ...query, ...part }));
  const single = tile.kind === "number" || tile.kind === "heatmap" || tile.kind === "map";
  const lost = metrics.data === undefined ? [] : query.metrics.filter((key) => !metrics.data.some((one) => one.key === key));
  const names = choices(metrics.data ?? [], query.metrics);
  const [first] = query.metrics;
  const sorts = [...query.metrics, ...(query.dimensions ?? [])];
  const label = (key: string): string => metrics.data?.find((one) => one.key === key)?.label ?? dimensions.data?.find((one) => one.key === key)?.label ?? humanise(key);
  return (
    <>
      {lost.length > 0 ? (
        <p role="alert" className={classes.refusal}>
          {questionText.gone(lost.map(humanise).join(", "))}
        </p>
      ) : null}
      {single ? (
        <Select label={questionText.metrics} data={[...names]} value={first ?? null} searchable allowDeselect={false} onChange={(value) => (value === null ? undefined : change({ metrics: [value] }))} />
      ) : (
        <MultiSelect
          label={questionText.metrics}
          data={[...names]}
          value={[...query.metrics]}
          searchable
          hidePickedOptions
          error={query.metrics.length === 0 ? questionText.noFigures : undefined}
          onChange={(value) => (value.length === 0 ? undefined : change({ metrics: value }))}
        />
      )}
      {form.split ? (
        <MultiSelect
          label={questionText.dimensions}
          data={[...choices(dimensions.data ?? [], query.dimensions ?? [])]}
          value={[...(query.dimensions ?? [])]}
          searchable
          hidePickedOptions
          clearable
          onChange={(value) => change({ dimensions: value })}
        />
      ) : null}
      {form.grain ? (
        <Select
          label={questionText.grain}
          data={[...(tile.kind === "bar" ? [{ value: "", label: "None" }] : []), ...grains.map((grain) => ({ value: grain, label: grainNames[grain] }))]}
          value={query.grain ?? (tile.kind === "bar" ? "" : "auto")}
          allowDeselect={false}
          onChange={(value) => change({ grain: grains.find((grain) => grain === value) })}
        />
      ) : null}
      {form.rows ? (
        <div className={classes.pair}>
          <Select
            label={questionText.sort}
            data={sorts.flatMap((key) => [
              { value: `-${key}`, label: `${label(key)}, falling` },
              { value: key, label: `${label(key)}, rising` },
            ])}
            placeholder={questionText.sortDefault}
            value={query.order_by?.[0] ?? null}
            clearable
            onChange={(value) => change({ order_by: value === null ? undefined : [value] })}
          />
          <NumberInput
            label={questionText.limit}
            min={1}
            max={MOST_ROWS}
            allowDecimal={false}
            value={query.limit ?? ""}
            onChange={(value) => change({ limit: typeof value === "number" && value >= 1 ? Math.min(MOST_ROWS, value) : undefined })}
          />
        </div>
      ) : null}
    </>
  );
}

/** What cannot hold any more after a change goes with it. */
function clean(query: TileQuery): TileQuery {
  const dimensions = query.dimensions?.length ? query.dimensions : undefined;
  const names = new Set([...query.metrics, ...(dimensions ?? [])]);
  const order = query.order_by?.filter((key) => names.has(key.replace(/^-/, "")));
  return { metrics: query.metrics, dimensions, grain: query.grain, order_by: order?.length ? order : undefined, limit: query.limit };
}
