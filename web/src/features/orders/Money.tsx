/** What went back, what was paid, what was sent. */
import type { OrderDetail } from "@/api/orders";
import { ordersText } from "@/i18n/orders";
import { sumOf } from "@/lib/decimal";
import { dateTimeIn } from "@/lib/clock";
import { formatCount, formatMoney } from "@/lib/format";
import { humanise } from "@/lib/names";
import { Section } from "@/ui/Section";
import classes from "./detail.module.css";

interface PartProps {
  readonly order: OrderDetail;
  readonly zone: string;
}

const when = (zone: string, at: string | null | undefined): string => (at ? dateTimeIn(zone, new Date(at)) : "date unknown");

export function Refunds({ order, zone }: PartProps) {
  return (
    <Section title={ordersText.refunds}>
      {order.refunds.length === 0 ? <p className={classes.quiet}>{ordersText.none.refunds}</p> : null}
      {order.refunds.map((refund, index) => (
        <div key={refund.id ?? index} className={classes.item}>
          <div className={classes.row}>
            <span>
              {when(zone, refund.refunded_at)}
              {refund.reason ? `, ${refund.reason}` : ""}
            </span>
            <strong>{formatMoney(sumOf(refund.components.map((part) => part.amount)), order.currency)}</strong>
          </div>
          {refund.lines.map((line, at) => (
            <span key={at} className={classes.quiet}>
              {formatCount(line.quantity)} × {line.title ?? line.sku ?? "unallocated"}, {formatMoney(line.amount, order.currency)}
            </span>
          ))}
          <span className={classes.quiet}>{refund.components.map((part) => `${humanise(part.kind)} ${formatMoney(part.amount, order.currency)}`).join(", ")}</span>
          {refund.provisional ? <span className={classes.quiet}>{ordersText.provisional}</span> : null}
        </div>
      ))}
    </Section>
  );
}

export function Payments({ order, zone }: PartProps) {
  return (
    <Section title={ordersText.payments}>
      {order.payments.length === 0 ? <p className={classes.quiet}>{ordersText.none.payments}</p> : null}
      {order.payments.map((payment, index) => (
        <div key={payment.id ?? index} className={classes.item}>
          <div className={classes.row}>
            <span>{[payment.kind, payment.method, payment.gateway, payment.status].filter(Boolean).map((word) => humanise(String(word))).join(", ")}</span>
            <strong>{formatMoney(payment.amount, payment.currency ?? order.currency)}</strong>
          </div>
          <span className={classes.quiet}>
            {when(zone, payment.paid_at)}
            {payment.reference ? `, reference ${payment.reference}` : ""}
          </span>
        </div>
      ))}
    </Section>
  );
}

export function Fulfilments({ order, zone }: PartProps) {
  return (
    <Section title={ordersText.fulfilments}>
      {order.fulfilments.length === 0 ? <p className={classes.quiet}>{ordersText.none.fulfilments}</p> : null}
      {order.fulfilments.map((sent, index) => (
        <div key={sent.id ?? index} className={classes.item}>
          <div className={classes.row}>
            <span>{[sent.carrier, sent.tracking].filter(Boolean).join(", ") || "No carrier known"}</span>
            <span>{sent.status ? humanise(sent.status) : ""}</span>
          </div>
          <span className={classes.quiet}>
            {when(zone, sent.fulfilled_at)}
            {sent.lines && sent.lines.length > 0 ? `, ${sent.lines.map((line) => `${formatCount(line.quantity)} × ${line.sku ?? "item"}`).join(", ")}` : ""}
          </span>
        </div>
      ))}
    </Section>
  );
}
