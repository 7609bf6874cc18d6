/** `[` and `]`: the range before or after the one in view. */
import { usePicks, useView } from "@/app/view";
import { customPeriod, isPreset, PRESETS, resolvePeriod, stepRange, type Preset } from "@/lib/period";
import { announce } from "@/ui/Announcer";
import { formatRange } from "@/lib/calendar";
import { useSession } from "@/app/view";

export function useStepPeriod(): (direction: 1 | -1) => void {
  const view = useView();
  const { organisation } = useSession();
  const [, setPicks] = usePicks();
  return (direction) => {
    if (view.range === null) return;
    const next = stepRange(view.range, direction);
    const named = PRESETS.find((preset: Preset) => {
      const range = resolvePeriod(preset, view.today, organisation.week_start);
      return range !== null && range.from === next.from && range.to === next.to;
    });
    const period = named ?? customPeriod(next);
    setPicks({ period: isPreset(period) && period === "today" ? undefined : period });
    announce(formatRange(next, view.today));
  };
}
