import type { CatalogueEvent, ProductDetail } from "@/api/rankings";
import { useSession } from "@/app/view";
import { productsText } from "@/i18n/products";
import { formatDay } from "@/lib/calendar";
import { dateIn } from "@/lib/clock";
import { formatCount, formatMoney } from "@/lib/format";
import { humanise } from "@/lib/names";
import { Facts, type Fact } from "@/ui/Facts";
import { Section } from "@/ui/Section";
import { Timeline, type TimelineItem } from "@/ui/Timeline";

/** What the catalogue says, and what happened when, newest first. */
export function Aside({ product }: { readonly product: ProductDetail }) {
  const { stores } = useSession();
  const nameOf = (slug: string): string => stores.find((store) => store.slug === slug)?.name ?? slug;
  const facts: readonly (Fact | null)[] = [
    product.vendor === null ? null : [productsText.vendor, product.vendor],
    product.category === null ? null : [productsText.category, [product.category, product.subcategory].filter(Boolean).join(", ")],
    product.status === null ? null : [productsText.status, humanise(product.status)],
    product.tags.length === 0 ? null : [productsText.tags, product.tags.join(", ")],
    [productsText.stores, product.stores.length > 4 ? productsText.storeCount(formatCount(product.stores.length)) : product.stores.map(nameOf).join(", ")],
    [productsText.firstSold, product.first_sold === null ? productsText.neverSold : formatDay(product.first_sold, "")],
    product.last_sold === null ? null : [productsText.lastSold, formatDay(product.last_sold, "")],
  ];
  return (
    <>
      <Section title={productsText.facts}>
        <Facts facts={facts.filter((fact) => fact !== null)} />
      </Section>
      <Section title={productsText.timeline}>
        <Timeline items={itemsOf(product, stores, nameOf)} />
      </Section>
    </>
  );
}

interface Moment extends TimelineItem {
  readonly at: string;
}

function itemsOf(product: ProductDetail, stores: readonly { readonly slug: string; readonly timezone: string }[], nameOf: (slug: string) => string): readonly TimelineItem[] {
  const zoneOf = (slug: string): string => stores.find((store) => store.slug === slug)?.timezone ?? "UTC";
  const dayOf = (event: CatalogueEvent): string => dateIn(zoneOf(event.store), new Date(event.at));
  // What several stores' catalogues said on one day is one thing that happened.
  const said = [...Map.groupBy(product.timeline, (event) => `${dayOf(event)} ${wordsOf(event)} ${event.sku}`)].flatMap(([key, events]): Moment[] => {
    const [first] = events;
    if (first === undefined) return [];
    const where = events.length > 2 ? productsText.storeCount(formatCount(events.length)) : events.map((event) => nameOf(event.store)).join(", ");
    return [{ key, at: first.at, text: wordsOf(first), when: [dayOf(first), where, first.sku].filter(Boolean).join(", ") }];
  });
  const sold = [
    { day: product.last_sold, text: productsText.lastSold, time: "T23:59:59Z" },
    { day: product.first_sold, text: productsText.firstSold, time: "T00:00:00Z" },
  ].flatMap(({ day, text, time }): Moment[] => (day === null ? [] : [{ key: text, at: day + time, text, when: formatDay(day, "") }]));
  return [...sold, ...said].toSorted((a, b) => b.at.localeCompare(a.at));
}

function wordsOf(event: CatalogueEvent): string {
  const money = (amount: string | null): string => formatMoney(amount, event.currency ?? "");
  switch (event.kind) {
    case "listed":
      return productsText.listed;
    case "price":
      return productsText.priceChanged(money(event.before), money(event.after));
    case "cost":
      return productsText.costChanged(money(event.before), money(event.after));
  }
}
