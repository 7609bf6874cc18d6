import { lazy, Suspense } from "react";
import { Choice, Picker } from "@/app/shell/Picker";
import { useCalendar, usePicks, useSession, useView } from "@/app/view";
import { presetNames, shellText } from "@/i18n/shell";
import { zoneLabel } from "@/lib/clock";
import { customPeriod, isPreset, presetsOf } from "@/lib/period";
import classes from "./Picker.module.css";

const RangeCalendar = lazy(() => import("@/app/shell/RangeCalendar"));

export function PeriodPicker() {
  const view = useView();
  const named = isPreset(view.period) ? presetNames[view.period] : view.rangeWords;
  const quiet = isPreset(view.period) && view.period !== "all" ? view.rangeWords : undefined;
  return (
    <Picker label={shellText.pickPeriod} value={named} quiet={quiet} width={488}>
      {(close) => <PeriodPanel onDone={close} />}
    </Picker>
  );
}

function PeriodPanel({ onDone }: { readonly onDone: () => void }) {
  const view = useView();
  const { organisation, user } = useSession();
  const calendar = useCalendar();
  const [, setPicks] = usePicks();
  const choose = (period: string): void => {
    setPicks({ period: period === "today" ? undefined : period });
    onDone();
  };
  return (
    <>
      <div className={classes.grid}>
        <ul>
          {presetsOf(calendar).map((preset) => (
            <li key={preset}>
              <Choice chosen={view.period === preset} onChoose={() => choose(preset)}>
                {presetNames[preset]}
              </Choice>
            </li>
          ))}
        </ul>
        <div className={classes.calendar}>
          <p className={classes.caption}>{shellText.custom}</p>
          <Suspense>
            <RangeCalendar
              range={view.range}
              today={view.today}
              weekStart={user.week_start ?? organisation.week_start}
              onChoose={(range) => choose(customPeriod(range))}
            />
          </Suspense>
        </div>
      </div>
      <div className={classes.foot}>
        <p className={classes.caption}>{shellText.dayBasis}</p>
        <Choice chosen={view.day === "store"} onChoose={() => setPicks({ day: undefined })}>
          {shellText.storeDay}
        </Choice>
        <Choice chosen={view.day === "organisation"} onChoose={() => setPicks({ day: "organisation" })}>
          {shellText.organisationDay(zoneLabel(organisation.timezone))}
        </Choice>
      </div>
    </>
  );
}
