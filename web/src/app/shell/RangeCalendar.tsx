/** The calendar of the custom range, fetched when the period panel opens. */
import "@mantine/dates/styles.css";
import { DatePicker } from "@mantine/dates";
import { useState } from "react";
import { WEEK_STARTS, type Day, type DayRange, type WeekStart } from "@/lib/calendar";

interface RangeCalendarProps {
  readonly range: DayRange | null;
  readonly today: Day;
  readonly weekStart: WeekStart;
  readonly onChoose: (range: DayRange) => void;
}

const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;

export default function RangeCalendar({ range, today, weekStart, onChoose }: RangeCalendarProps) {
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
      firstDayOfWeek={DAYS[WEEK_STARTS.indexOf(weekStart)] ?? 1}
      ariaLabels={{ previousMonth: "Previous month", nextMonth: "Next month" }}
      onChange={(next) => {
        setValue(next);
        const [from, to] = next;
        if (from !== null && to !== null) onChoose({ from: from.slice(0, 10), to: to.slice(0, 10) });
      }}
    />
  );
}
