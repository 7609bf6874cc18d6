/** The calendar of the custom range, fetched when the period panel opens. */
import "@mantine/dates/styles.css";
import { DatePicker } from "@mantine/dates";
import { useState } from "react";
import type { Day, DayRange } from "@/lib/calendar";

interface RangeCalendarProps {
  readonly range: DayRange | null;
  readonly today: Day;
  readonly sundayFirst: boolean;
  readonly onChoose: (range: DayRange) => void;
}

export default function RangeCalendar({ range, today, sundayFirst, onChoose }: RangeCalendarProps) {
  const [value, setValue] = useState<[string | null, string | null]>([range?.from ?? null, range?.to ?? null]);
  return (
    <DatePicker
      type="range"
      size="sm"
      hideOutsideDates
      weekendDays={[]}
      allowSingleDateInRange
      value={value}
      defaultDate={range?.to ?? today}
      firstDayOfWeek={sundayFirst ? 0 : 1}
      ariaLabels={{ previousMonth: "Previous month", nextMonth: "Next month" }}
      onChange={(next) => {
        setValue(next);
        const [from, to] = next;
        if (from !== null && to !== null) onChoose({ from: from.slice(0, 10), to: to.slice(0, 10) });
      }}
    />
  );
}
