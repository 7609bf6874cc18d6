/** Words of targets: what a figure should reach, and where it stands on the way. */
import type { TargetPeriod } from "@/api/targets";
import { counted } from "@/lib/format";

export const periodNames: Readonly<Record<TargetPeriod, string>> = { day: "Day", week: "Week", month: "Month", quarter: "Quarter", year: "Year" };

export const shownTargets = { running: "Running", ahead: "To come", over: "Over" } as const;

export const targetsText = {
  title: "Targets",
  subtitle: "What figures should reach, and whether they are on their way",
  add: "Set a target",
  edit: (name: string) => `Change the target of ${name}`,
  mayNot: "set targets",
  show: "Show",
  allStores: "All stores",
  actions: (name: string) => `Actions for the target of ${name}`,
  change: "Change",
  remove: "Remove",
  removeTitle: (name: string) => `Remove the target of ${name}?`,
  removeText: "Tiles that show it go on without a target.",
  removed: (name: string) => `The target of ${name} was removed.`,
  saved: (name: string) => `The target of ${name} is set.`,
  cancel: "Cancel",
  save: "Save",
  count: (count: number) => counted(String(count), "target", "targets"),
  none: { running: "No target is running", ahead: "No target is to come", over: "No target is over yet" },
  noneText: "Set what a metric should reach in a day, week, month, quarter or year. Its tiles then show how much of it is done, and whether that is as much as it should be by now.",
  metric: "Metric",
  store: "Stores",
  period: "Period",
  which: "Which",
  amount: (unit: string) => `Should reach, ${unit}`,
  amountHint: "Digits with a point for decimals, such as 120000.00",
  percentHint: "In percent, such as 42.5",
  needAmount: "Give it a number such as 120000.",
  ahead: (amount: string) => `${amount} ahead`,
  behind: (amount: string) => `${amount} behind`,
  above: (amount: string) => `${amount} above`,
  below: (amount: string) => `${amount} below`,
  even: "as expected",
  of: (share: string, amount: string) => `${share} of ${amount}`,
  held: (actual: string, amount: string) => `${actual}, target ${amount}`,
  reached: (amount: string) => `Reached ${amount}`,
  expected: (amount: string) => `expected by now ${amount}`,
  forecast: (amount: string) => `at this pace ${amount} at its end`,
  bar: (share: string, expected: string | null) => `${share} done${expected === null ? "" : `, ${expected} expected by now`}`,
  notKnown: "Its figure is not known",
  line: "Target",
  how: "How it is expected",
};
