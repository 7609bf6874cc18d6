import { Link } from "@tanstack/react-router";
import type { OrderAddress, OrderDetail } from "@/api/orders";
import { customerName } from "@/features/orders/columns";
import { ordersText } from "@/i18n/orders";
import { dateTimeIn } from "@/lib/clock";
import { formatMoney } from "@/lib/format";
import { countryName, humanise } from "@/lib/names";
import { Facts } from "@/ui/Facts";
import { Section } from "@/ui/Section";
import { Timeline } from "@/ui/Timeline";
import classes from "./detail.module.css";

/** What happened when, to whom it went, how they came. */
export function Aside({ order, zone }: { readonly order: OrderDetail; readonly zone: string }) {
  const attribution = Object.entries(order.attribution ?? {}).filter(([, value]) => value !== null && value !== "");
  const attributes = Object.entries(order.attributes ?? {});
  return (
    <div className={classes.aside}>
      <Section title={ordersText.timeline}>
        <Timeline
          items={order.timeline.map((event, index) => ({
            key: String(index),
            text: event.text,
            amount: event.amount ? formatMoney(event.amount, order.currency) : undefined,
            when: dateTimeIn(zone, new Date(event.at)),
          }))}
        />
      </Section>
      <Section title={ordersText.customer}>
        <p>
          {order.customer ? (
            <Link to="/customers/$customerId" params={{ customerId: order.customer.id }}>
              {customerName(order)}
            </Link>
          ) : (
            customerName(order)
          )}
        </p>
        {order.addresses.map((address, index) => (
          <Address key={index} address={address} />
        ))}
      </Section>
      {attribution.length > 0 ? (
        <Section title={ordersText.attribution}>
          <Facts facts={attribution.map(([key, value]) => [humanise(key), String(value)])} />
        </Section>
      ) : null}
      {attributes.length > 0 ? (
        <Section title={ordersText.attributes}>
          <Facts facts={attributes.map(([key, value]) => [humanise(key), typeof value === "string" ? value : JSON.stringify(value)])} />
        </Section>
      ) : null}
    </div>
  );
}

function Address({ address }: { readonly address: OrderAddress }) {
  const place = [address.postal_code, address.city].filter(Boolean).join(" ");
  const lines = [address.name, address.company, address.street, place, address.country ? countryName(address.country) : null].filter(Boolean);
  return (
    <address className={classes.item} style={{ fontStyle: "normal" }}>
      {address.kind ? <span className={classes.quiet}>{humanise(address.kind)}</span> : null}
      {lines.map((line, index) => (
        <span key={index}>{line}</span>
      ))}
    </address>
  );
}
