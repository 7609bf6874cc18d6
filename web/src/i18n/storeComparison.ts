/** Words of the comparison of stores. */
import { counted } from "@/lib/format";

export const compareText = {
  title: "Stores compared",
  all: "All stores",
  same: "Same stores",
  store: "Store",
  course: "Course",
  share: "Share",
  growth: "Growth",
  perDay: "Per day open",
  perDayHead: "Net sales a day open",
  perDayHint: "Net sales divided by the days with an order: a store that was closed is not worse for it",
  sameOnly: "Same stores only",
  sameHint: "Only stores that sold from the beginning of the comparison on",
  sameNeedsComparison: "Choose a comparison first: same stores are those that sold in it",
  days: (days: string) => `÷ ${counted(days, "day", "days")}`,
  daysOf: (days: string) => `${days} store days`,
  manyDays: "Too many days to count here; choose a shorter period.",
  leftOut: (count: number) => (count === 1 ? "One store is left out" : `${count} stores are left out`),
  noneLeftOut: "No store is left out: all sold from the beginning of the comparison on.",
  noSales: (days: string) => `no sales in ${days}`,
  began: (day: string) => `first sale on ${day}, inside the comparison`,
  empty: "No store sold anything in this period.",
  lookAt: (store: string) => `Look at ${store} only`,
} as const;
