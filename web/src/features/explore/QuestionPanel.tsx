/** Everything a question is made of, top to bottom in the order it is asked. */
import { useCalendar } from "@/app/view";
import { Checkbox, MultiSelect, NumberInput, Select } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { FilterFields } from "@/features/boards/FilterFields";
import { FieldChips } from "@/features/explore/FieldChips";
import { MOST_DIMENSIONS, MOST_METRICS, MOST_TOP, sidesOf, type Exploration } from "@/features/explore/state";
import type { Explored } from "@/features/explore/useExploration";
import { derivedNames, grainNames, optionText } from "@/i18n/boardEditing";
import { exploreText } from "@/i18n/explore";
import { DERIVED, grainsOf, type TileKind } from "@/tiles/model";
import type { Names } from "@/tiles/vocabulary";
import classes from "./explore.module.css";

interface QuestionPanelProps {
  readonly explored: Explored;
  readonly kind: TileKind;
  readonly names: Names;
}

const TYPING_MS = 400;
const STACKS = ["none", "stacked", "share"] as const;
const SCALES = ["linear", "log", "indexed"] as const;

export function QuestionPanel({ explored, kind, names }: QuestionPanelProps) {
  const { state, fields, change } = explored;
  const grains = grainsOf(useCalendar());
  return (
    <div className={classes.question}>
      <FieldChips title={exploreText.metrics} add={exploreText.addMetric} find={exploreText.findMetric} fields={fields.metrics} chosen={state.metrics} most={MOST_METRICS} onChange={(metrics) => change({ metrics })} />
      <FieldChips title={exploreText.dimensions} add={exploreText.addDimension} find={exploreText.findDimension} fields={fields.dimensions} chosen={state.dimensions} most={MOST_DIMENSIONS} onChange={(dimensions) => change({ dimensions })} />
      <section className={classes.part}>
        <Select
          label={exploreText.step}
          data={[{ value: "", label: exploreText.noStep }, ...grains.map((grain) => ({ value: grain, label: grainNames[grain] }))]}
          value={state.grain ?? ""}
          allowDeselect={false}
          onChange={(value) => change({ grain: grains.find((grain) => grain === value) })}
        />
      </section>
      <section className={classes.part} aria-label={exploreText.filters}>
        <h2 className={classes.partTitle}>{exploreText.filters}</h2>
        <FilterFields filters={state.filters} onChange={(filters) => change({ filters })} />
      </section>
      <Shown state={state} kind={kind} names={names} change={change} />
    </div>
  );
}

interface ShownProps {
  readonly state: Exploration;
  readonly kind: TileKind;
  readonly names: Names;
  readonly change: (part: Partial<Exploration>) => void;
}

/** Order and number of rows, and what only some kinds can be told. A pivot stands in the order of its totals. */
function Shown({ state, kind, names, change }: ShownProps) {
  const grouped = state.dimensions.length > 0 || state.grain !== undefined;
  if (state.metrics.length === 0 || state.rows || !grouped) return null;
  return (
    <section className={classes.part} aria-label={exploreText.show}>
      <h2 className={classes.partTitle}>{exploreText.show}</h2>
      {kind === "pivot" ? (
        <MultiSelect label={exploreText.columns} data={state.dimensions.map((key) => ({ value: key, label: names.dimension(key) }))} value={[...sidesOf(state).columns]} maxValues={state.dimensions.length - 1} onChange={(columns) => change({ columns })} />
      ) : (
        <Cut state={state} names={names} change={change} />
      )}
      <Looks state={state} kind={kind} change={change} />
      {kind === "pivot" ? null : (
        <MultiSelect
          label={exploreText.derived}
          placeholder={state.derived.length === 0 ? exploreText.derivedHint : undefined}
          data={DERIVED.filter((value) => value !== "to_date" || state.grain !== undefined).map((value) => ({ value, label: derivedNames[value] }))}
          value={[...state.derived]}
          onChange={(value) => change({ derived: DERIVED.filter((one) => value.includes(one)) })}
        />
      )}
    </section>
  );
}

/** Sorted by what, how many, and what becomes of the rest. */
function Cut({ state, names, change }: Omit<ShownProps, "kind">) {
  // Digits of one number are one change.
  const cut = useDebouncedCallback((top: number | undefined) => change({ top }), TYPING_MS);
  const keys = [...(state.grain === undefined ? [] : ["period"]), ...state.metrics, ...state.dimensions];
  const label = (key: string): string => (key === "period" ? exploreText.time : state.metrics.includes(key) ? names.metric(key).label : names.dimension(key));
  return (
    <>
      <div className={classes.pair}>
        <Select
          label={exploreText.sort}
          data={keys.flatMap((key) => [
            { value: `-${key}`, label: exploreText.falling(label(key)) },
            { value: key, label: exploreText.rising(label(key)) },
          ])}
          placeholder={state.grain === undefined ? exploreText.sortDefault : exploreText.sortTime}
          value={state.sort ?? null}
          clearable
          onChange={(value) => change({ sort: value ?? undefined })}
        />
        <NumberInput
          key={state.top ?? "all"}
          label={exploreText.top}
          placeholder={exploreText.topHint}
          min={1}
          max={MOST_TOP}
          allowDecimal={false}
          clampBehavior="strict"
          defaultValue={state.top ?? ""}
          onChange={(value) => cut(typeof value === "number" && value >= 1 ? value : undefined)}
        />
      </div>
      {state.top !== undefined ? <Checkbox size="sm" label={exploreText.rest} checked={state.rest} onChange={(event) => change({ rest: event.currentTarget.checked })} /> : null}
    </>
  );
}

function Looks({ state, kind, change }: Omit<ShownProps, "names">) {
  if (kind === "area" || (kind === "bar" && state.grain !== undefined)) {
    return (
      <Select
        label={exploreText.stack}
        data={STACKS.map((value) => ({ value, label: optionText[value] }))}
        value={state.stack ?? (kind === "area" ? "stacked" : "none")}
        allowDeselect={false}
        onChange={(value) => change({ stack: STACKS.find((one) => one === value) })}
      />
    );
  }
  if (kind !== "line" && kind !== "scatter") return null;
  return (
    <Select
      label={exploreText.scale}
      data={SCALES.map((value) => ({ value, label: optionText[value] }))}
      value={state.scale ?? "linear"}
      allowDeselect={false}
      onChange={(value) => change({ scale: value === "linear" ? undefined : SCALES.find((one) => one === value) })}
    />
  );
}
