import { Choice, Picker } from "@/app/shell/Picker";
import { useCalendar, usePicks, useView } from "@/app/view";
import { comparisonNames, shellText } from "@/i18n/shell";
import { compareRange, COMPARISONS } from "@/lib/period";
import { formatRange } from "@/lib/calendar";

export function ComparePicker() {
  const view = useView();
  const [, setPicks] = usePicks();
  const calendar = useCalendar();
  const { range } = view;
  if (range === null) return null;
  const name = view.comparison === "none" ? shellText.noComparison : `vs ${comparisonNames[view.comparison].name.toLowerCase()}`;
  return (
    <Picker label={shellText.pickCompare} value={name} width={320}>
      {(close) =>
        COMPARISONS.map((kind) => {
          const compared = compareRange(range, kind, calendar);
          return (
            <Choice
              key={kind}
              chosen={view.comparison === kind}
              hint={compared ? formatRange(compared, view.today) : undefined}
              onChoose={() => {
                setPicks({ compare: kind });
                close();
              }}
            >
              {comparisonNames[kind].name}
            </Choice>
          );
        })
      }
    </Picker>
  );
}
