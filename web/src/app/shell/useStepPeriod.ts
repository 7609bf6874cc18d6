/** `[` and `]`: the range before or after the one in view. */
import { useCalendar, usePicks, useView } from "@/app/view";
import { customPeriod, isPreset, presetsOf, resolvePeriod, stepRange, type Preset } from "@/lib/period";
import { announce } from "@/ui/Announcer";
import { formatRange } from "@/lib/calendar";

export function useStepPeriod(): (direction: 1 | -1) => void {
  const view = useView();
  const calendar = useCalendar();
  const [, setPicks] = usePicks();
  return (direction) => {
    if (view.range === null) return;
    const next = stepRange(view.range, direction, calendar);
    const named = presetsOf(calendar).find((preset: Preset) => {
      const range = resolvePeriod(preset, view.today, calendar);
      return range !== null && range.from === next.from && range.to === next.to;
    });
    const period = named ?? customPeriod(next);
    setPicks({ period: isPreset(period) && period === "today" ? undefined : period });
    announce(formatRange(next, view.today));
  };
}
