/** Under the head of a board: what it decides itself, and the pickers of its own. */
import { IconX } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useSession, useView } from "@/app/view";
import { VariablePicker } from "@/features/boards/VariablePicker";
import { readChosen, writeChosen, type Chosen } from "@/features/boards/search";
import { boardsText } from "@/i18n/boards";
import { comparisonNames, presetNames } from "@/i18n/shell";
import { formatRange } from "@/lib/calendar";
import { humanise } from "@/lib/names";
import { isPreset, parseCustom } from "@/lib/period";
import type { Settings, Variable } from "@/tiles/model";
import classes from "./board.module.css";

interface BoardPicksProps {
  readonly settings: Settings;
  readonly variables: readonly Variable[];
  readonly vars: string | undefined;
  readonly span: string | undefined;
}

export function BoardPicks({ settings, variables, vars, span }: BoardPicksProps) {
  const navigate = useNavigate({ from: "/boards/$boardId" });
  const fixed = useFixed(settings);
  const chosen = readChosen(vars);
  const zoomed = span === undefined ? null : parseCustom(span);
  if (fixed.length === 0 && variables.length === 0 && zoomed === null) return null;
  const choose = (variable: Variable, values: readonly string[]): void => {
    const next: Chosen = { ...chosen, [variable.name]: values };
    void navigate({ search: (old) => ({ ...old, vars: writeChosen(next) }), replace: true });
  };
  return (
    <div className={classes.picks} role="group" aria-label={boardsText.settings}>
      {variables.map((variable) => (
        <VariablePicker
          key={variable.name}
          label={variable.label}
          dimension={variable.dimension}
          values={chosen[variable.name] ?? variable.value}
          onChoose={(values) => choose(variable, values)}
        />
      ))}
      {zoomed === null ? null : (
        <button type="button" className={classes.zoom} aria-label={`${boardsText.zoomed(formatRange(zoomed))}: ${boardsText.unzoom}`} onClick={() => void navigate({ search: (old) => ({ ...old, span: undefined }) })}>
          {boardsText.zoomed(formatRange(zoomed))}
          <IconX size={13} aria-hidden />
        </button>
      )}
      {fixed.length === 0 ? null : <span className={classes.quiet}>{boardsText.own}</span>}
      {fixed.map(([what, value]) => (
        <span key={what} className={classes.pick} title={boardsText.ownOf(what)}>
          {what} <b>{value}</b>
        </span>
      ))}
    </div>
  );
}

/** What the board sets for everybody, in words. */
function useFixed(settings: Settings): readonly (readonly [what: string, value: string])[] {
  const { stores } = useSession();
  const view = useView();
  const fixed: (readonly [string, string])[] = [];
  if (settings.period !== undefined) {
    const custom = parseCustom(settings.period);
    fixed.push([boardsText.period, custom ? formatRange(custom, view.today) : isPreset(settings.period) ? presetNames[settings.period] : settings.period]);
  }
  if (settings.compare !== undefined) fixed.push([boardsText.compare, comparisonNames[settings.compare].name]);
  if (settings.stores !== undefined && settings.stores.length > 0) {
    fixed.push([boardsText.stores, settings.stores.map((slug) => stores.find((store) => store.slug === slug)?.name ?? slug).join(", ")]);
  }
  if (settings.currency !== undefined) fixed.push([boardsText.currency, settings.currency]);
  for (const filter of settings.filters ?? []) fixed.push([humanise(filter.field), [filter.value ?? filter.op].flat().join(", ")]);
  return fixed;
}
