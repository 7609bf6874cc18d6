import { Link } from "@tanstack/react-router";
import type { OrderDetail, OrderLine } from "@/api/orders";
import { withoutEmpty } from "@/charts/withoutEmpty";
import { TwinTable } from "@/charts/TwinTable";
import { ordersText } from "@/i18n/orders";
import { METRICS } from "@/i18n/metrics";
import { formatCount, formatMoney, UNKNOWN } from "@/lib/format";
import { parseDecimal } from "@/lib/decimal";
import { Section } from "@/ui/Section";
import classes from "./detail.module.css";

const some = (text: string | number | null): boolean => (text === null ? false : (parseDecimal(String(text))?.units ?? 0n) !== 0n);

export function Lines({ order }: { readonly order: OrderDetail }) {
  const money = (amount: string | null): string => (amount === null ? UNKNOWN : formatMoney(amount, order.currency));
  const head = [ordersText.product, ordersText.sku, ordersText.quantity, ordersText.unitPrice, ordersText.gross, ordersText.discount, ordersText.tax, ordersText.cost, ordersText.returned];
  return (
    <Section title={ordersText.lines}>
      <TwinTable
        caption={ordersText.lines}
        words={2}
        {...withoutEmpty(head, order.lines.map((line) => [
          <ProductOf key="product" line={line} />,
          line.sku ?? "–",
          formatCount(line.quantity),
          money(line.unit_price),
          money(line.gross),
          some(line.discount) ? money(line.discount) : "–",
          money(line.tax),
          money(line.cost),
          some(line.returned) ? `${formatCount(line.returned_quantity)} × ${money(line.returned)}` : "–",
        ]))}
      />
      <dl className={classes.totals}>
        <Amount name="Gross sales" text={money(order.gross_sales)} />
        {some(order.discounts) ? <Amount name="Discounts" text={money(negative(order.discounts))} /> : null}
        {some(order.returns) ? <Amount name={METRICS.returns.label} text={money(negative(order.returns))} /> : null}
        <Amount name={METRICS.net_sales.label} text={money(order.net_sales)} strong />
        {order.shipping_lines.map((line, index) => (
          <Amount key={index} name={line.title ? `${ordersText.shipping}: ${line.title}` : ordersText.shipping} text={money(line.amount)} />
        ))}
        {order.taxes ? <Amount name={ordersText.taxes} text={money(order.taxes)} /> : null}
        <Amount name={ordersText.total} text={money(order.total_sales)} strong />
      </dl>
    </Section>
  );
}

function ProductOf({ line }: { readonly line: OrderLine }) {
  const name = line.title ?? "Untitled";
  if (!line.product_id) return name;
  return (
    <Link to="/products/$productId" params={{ productId: line.product_id }}>
      {name}
    </Link>
  );
}

const negative = (text: string): string => (text.startsWith("-") ? text.slice(1) : `-${text}`);

function Amount({ name, text, strong = false }: { readonly name: string; readonly text: string; readonly strong?: boolean }) {
  return (
    <div className={classes.amount} data-strong={strong}>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}
