import type { OrderDetail, OrderEntry } from "@/api/orders";
import { withoutEmpty } from "@/charts/withoutEmpty";
import { TwinTable } from "@/charts/TwinTable";
import { ordersText } from "@/i18n/orders";
import { formatDay } from "@/lib/calendar";
import { dateTimeIn } from "@/lib/clock";
import { formatCount, formatMoney } from "@/lib/format";
import { humanise } from "@/lib/names";
import { parseDecimal } from "@/lib/decimal";
import { Section } from "@/ui/Section";
import classes from "./detail.module.css";

/** The signed entries the figures are summed from; superseded ones stay visible, struck through. */
export function Entries({ order, zone }: { readonly order: OrderDetail; readonly zone: string }) {
  const money = (amount: string | null): string =>
    amount === null || (parseDecimal(amount)?.units ?? 0n) === 0n ? "–" : formatMoney(amount, order.currency);
  const day = (text: string): string => formatDay(text.slice(0, 10), order.ordered_at);
  const head = [ordersText.kind, ordersText.occurred, ordersText.orderDay, ordersText.bookedDay, ordersText.units, ordersText.gross, ordersText.discount, ordersText.returned, ordersText.tax, ordersText.shipping, ordersText.revision];
  return (
    <Section title={ordersText.entries} hint={ordersText.entriesHint}>
      {order.entries.length === 0 ? (
        <p className={classes.quiet}>{ordersText.none.entries}</p>
      ) : (
        <TwinTable
          caption={ordersText.entries}
          words={4}
          {...withoutEmpty(head, order.entries.map((entry) => [
            <Kind key="kind" entry={entry} order={order} />,
            <span key="at" title={`${ordersText.recorded} ${dateTimeIn(zone, new Date(entry.recorded_at))}`}>
              {dateTimeIn(zone, new Date(entry.occurred_at))}
            </span>,
            day(entry.order_day),
            day(entry.booked_day),
            formatCount(entry.units),
            money(entry.gross),
            money(entry.discount),
            money(entry.returned),
            money(entry.tax),
            money(entry.shipping),
            formatCount(entry.revision),
          ]))}
        />
      )}
    </Section>
  );
}

function Kind({ entry, order }: { readonly entry: OrderEntry; readonly order: OrderDetail }) {
  const line = order.lines.find((one) => one.id === entry.line);
  const name = `${humanise(entry.kind)}${line?.sku ? ` ${line.sku}` : ""}`;
  if (entry.superseded_by === null) return name;
  return (
    <span className={classes.superseded} title={ordersText.superseded(formatCount(entry.superseded_by))}>
      {name}
    </span>
  );
}
