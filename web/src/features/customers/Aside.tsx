import { Link } from "@tanstack/react-router";
import type { CustomerDetail, CustomerEvent } from "@/api/rankings";
import { useSession } from "@/app/view";
import { customersText } from "@/i18n/customers";
import { ordersText } from "@/i18n/orders";
import { dateTimeIn } from "@/lib/clock";
import { formatCount, formatMoney } from "@/lib/format";
import { countryName } from "@/lib/names";
import { Facts, type Fact } from "@/ui/Facts";
import { Section } from "@/ui/Section";
import { Timeline } from "@/ui/Timeline";

/** Who it is, for those who may see it, and what happened, newest first. */
export function Aside({ customer }: { readonly customer: CustomerDetail }) {
  const { stores } = useSession();
  const storeOf = (slug: string) => stores.find((store) => store.slug === slug);
  const whenOf = (event: CustomerEvent): string => {
    const store = storeOf(event.store);
    return [dateTimeIn(store?.timezone ?? "UTC", new Date(event.at)), store?.name ?? event.store, event.note].filter(Boolean).join(", ");
  };
  return (
    <>
      <Section title={customersText.contact}>
        <Contact customer={customer} />
      </Section>
      <Section title={customersText.timeline} hint={customersText.goods}>
        {customer.timeline.length === 0 ? <p>{customersText.noEvents}</p> : null}
        <Timeline
          items={customer.timeline.map((event, index) => ({
            key: String(index),
            text: (
              <Link to="/orders/$orderId" params={{ orderId: event.order_id }}>
                {customersText[event.kind](event.number ?? ordersText.numberless)}
              </Link>
            ),
            amount: event.amount === null ? undefined : formatMoney(event.kind === "refund" ? `-${event.amount}` : event.amount, event.currency),
            when: whenOf(event),
          }))}
        />
        {customer.more > 0 ? <p>{customersText.more(formatCount(customer.more))}</p> : null}
      </Section>
    </>
  );
}

function Contact({ customer }: { readonly customer: CustomerDetail }) {
  const place = [customer.postal_code, customer.city].filter(Boolean).join(" ");
  const country = customer.country === null ? null : countryName(customer.country);
  const address = [...customer.address_lines, place, customer.region, country].filter(Boolean);
  const facts: readonly (Fact | null)[] = [
    customer.email === null ? null : [customersText.email, <a key="email" href={`mailto:${customer.email}`}>{customer.email}</a>],
    customer.phone === null ? null : [customersText.phone, <a key="phone" href={`tel:${customer.phone}`}>{customer.phone}</a>],
    customer.company === null ? null : [customersText.company, customer.company],
    address.length === 0 ? null : [customersText.address, address.join(", ")],
  ];
  const known = facts.filter((fact) => fact !== null);
  return (
    <>
      {known.length > 0 ? <Facts facts={known} /> : null}
      {customer.is_personal ? null : <p>{customersText.namesWithheld}</p>}
      {customer.is_personal && known.length === 0 ? <p>{customersText.nothingPersonal}</p> : null}
    </>
  );
}
