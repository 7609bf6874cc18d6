// Invented orders, newest a few seconds ago, one every 40 seconds back through time; detail, search and source rows.
import { noise, STORES, WEIGHTS } from "./world.mjs";

const NAMES = ["Ada Nowak", "Jonas Weber", "Claire Martin", "Ola Svensson", "Mia Rossi", "Tom Baker", "Yuki Tanaka", "Eva Lindqvist", "Noah Clark", "Léa Dubois", null, "Ines Ferreira"];
const COUNTRY = { berlin: "DE", paris: "FR", london: "GB", stockholm: "SE", oslo: "NO", zurich: "CH", warsaw: "PL", "new-york": "US", "los-angeles": "US", toronto: "CA", tokyo: "JP", wholesale: "DE" };
const STATUS = ["paid", "paid", "paid", "paid", "paid", "partly_refunded", "open", "refunded", "cancelled"];
const RATE = { EUR: 1, GBP: 0.86, SEK: 11.2, NOK: 11.6, CHF: 0.94, PLN: 4.27, USD: 1.09, CAD: 1.49, JPY: 163 };
const GAP = 40_000;
const pick = (list, seed) => list[Math.floor(noise(seed) * list.length)];
const money = (value, currency) => value.toFixed(currency === "JPY" ? 0 : 2);

export function orderAt(slot) {
  const seed = `o${slot}`;
  const total = STORES.reduce((sum, store) => sum + store.level, 0);
  let left = noise(seed) * total;
  const store = STORES.find((one) => (left -= one.level) < 0) ?? STORES[0];
  const rate = RATE[store.currency];
  const items = 1 + Math.floor(noise(`${seed}i`) ** 2 * 5);
  const gross = items * (14 + 60 * noise(`${seed}g`)) * rate;
  const discounts = noise(`${seed}d`) > 0.7 ? gross * 0.15 : 0;
  const status = pick(STATUS, `${seed}s`);
  const returns = status === "refunded" || status === "cancelled" ? gross - discounts : status === "partly_refunded" ? (gross - discounts) * 0.4 : 0;
  const net = gross - discounts - returns;
  const name = pick(NAMES, `${seed}n`);
  return {
    id: `ord-${slot}`, number: `#${1000 + (slot % 900000)}`, store: store.slug, ordered_at: new Date(slot * GAP + noise(seed) * GAP * 0.9).toISOString(), status,
    channel: pick(Object.keys(WEIGHTS.channel), `${seed}c`), customer: name ? { id: `cus-${name.length}-${slot % 90}`, name } : null, country: COUNTRY[store.slug], items,
    currency: store.currency, gross_sales: money(gross, store.currency), discounts: money(discounts, store.currency), returns: money(returns, store.currency),
    net_sales: money(net, store.currency), total_sales: money(net * 1.19, store.currency),
  };
}

const newest = () => Math.floor((Date.now() - 3000) / GAP) - 1;

export function listOrders(search) {
  const limit = Math.min(500, Number(search.get("limit") ?? 50));
  const stores = search.get("store")?.split(",");
  const match = (o) =>
    (!stores || stores.includes(o.store)) && (!search.get("status") || search.get("status").split(",").includes(o.status)) &&
    (!search.get("channel") || search.get("channel").split(",").includes(o.channel)) && (!search.get("country") || search.get("country").split(",").includes(o.country)) &&
    (!search.get("q") || `${o.number} ${o.customer?.name ?? ""}`.toLowerCase().includes(search.get("q").toLowerCase())) &&
    (!search.get("from") || o.ordered_at.slice(0, 10) >= search.get("from")) && (!search.get("to") || o.ordered_at.slice(0, 10) <= search.get("to"));
  const rows = [];
  for (let slot = newest(); slot > newest() - 3000; slot--) {
    const order = orderAt(slot);
    if (match(order)) rows.push(order);
  }
  const sort = search.get("sort") ?? "-ordered_at";
  const key = { total: (o) => Number(o.total_sales), number: (o) => Number(o.number.slice(1)), ordered_at: (o) => Date.parse(o.ordered_at) }[sort.replace("-", "")];
  rows.sort((a, b) => (sort.startsWith("-") ? key(b) - key(a) : key(a) - key(b)));
  const start = Number(search.get("cursor") ?? 0);
  return {
    items: rows.slice(start, start + limit), total: rows.length,
    next_cursor: start + limit < rows.length ? String(start + limit) : null, previous_cursor: start > 0 ? String(Math.max(0, start - limit)) : null,
  };
}

export function orderDetail(id) {
  const slot = Number(id.slice(4));
  if (!Number.isFinite(slot)) return null;
  const order = orderAt(slot);
  const minus = (text) => (Number(text) ? `-${text}` : text);
  const at = (minutes) => new Date(Date.parse(order.ordered_at) + minutes * 6e4).toISOString();
  const refunded = Number(order.returns) > 0;
  const products = Object.keys(WEIGHTS.product);
  const lines = Array.from({ length: Math.min(order.items, 3) }, (_, i) => {
    const share = order.items > 3 && i === 0 ? order.items - 2 : 1;
    const part = (text) => money((Number(text) * share) / order.items, order.currency);
    return {
      id: `L${i + 1}`, sku: `LH-${1040 + ((slot + i * 7) % 60)}`, title: products[(slot + i * 5) % 12], quantity: share, unit_price: money(Number(order.gross_sales) / order.items, order.currency),
      gross: part(order.gross_sales), discount: part(order.discounts), tax: part(money(Number(order.net_sales) * 0.19, order.currency)), cost: i === 2 ? null : part(money(Number(order.gross_sales) * 0.45, order.currency)),
      returned_quantity: refunded && i === 0 ? 1 : 0, returned: refunded && i === 0 ? order.returns : "0.00",
    };
  });
  const day = order.ordered_at.slice(0, 10);
  const entry = (kind, line, minutes, over) => ({ id: `${kind}${line}${minutes}`, kind, line, occurred_at: at(minutes), recorded_at: at(minutes + 0.05), order_day: day, booked_day: at(minutes).slice(0, 10), units: 1, gross: "0.00", discount: "0.00", returned: "0.00", tax: "0.00", shipping: "0.00", revision: 48210 + Math.round(minutes), superseded_by: null, ...over });
  return {
    ...order, lines, shipping_lines: [{ title: "Standard, 2–4 days", amount: money(4.9 * RATE[order.currency], order.currency) }], shipping: money(4.9 * RATE[order.currency], order.currency), taxes: money(Number(order.net_sales) * 0.19, order.currency),
    payments: [{ id: "p1", kind: "capture", method: "card", gateway: "Stripe", status: "captured", amount: order.total_sales, currency: order.currency, paid_at: at(0.1), reference: "ch_3Px…9Qe" }],
    refunds: refunded ? [{ id: "r1", refunded_at: at(2900), reason: "Did not fit", lines: [{ sku: lines[0].sku, title: lines[0].title, quantity: 1, amount: order.returns }], components: [{ kind: "goods", amount: order.returns }, { kind: "tax", amount: money(Number(order.returns) * 0.19, order.currency) }] }] : [],
    fulfilments: order.status === "paid" ? [{ id: "f1", fulfilled_at: at(900), status: "delivered", carrier: "DHL", tracking: "00340434…218", lines: lines.map((l) => ({ sku: l.sku, quantity: l.quantity })) }] : [],
    entries: [...lines.map((l, i) => entry("sale", l.id, i * 0.01, { units: l.quantity, gross: l.gross, discount: l.discount, tax: l.tax })), ...(refunded ? [entry("return", "L1", 2900, { units: -1, returned: order.returns, tax: minus(money(Number(order.returns) * 0.19, order.currency)) })] : [])],
    revisions: [
      { id: `${id}-1`, part: "order", source_time: at(0), rank: 1, received_at: at(0.02), provenance: { kind: "webhook", id: "0191a" }, won: !refunded },
      { id: `${id}-2`, part: "lines", source_time: at(0), rank: 1, received_at: at(0.02), provenance: { kind: "import", id: "0191b", file: "orders_export_1.csv", row: 418 }, won: true },
      ...(refunded ? [{ id: `${id}-3`, part: "order", source_time: at(2900), rank: 3, received_at: at(2900.1), provenance: { kind: "webhook", id: "0191c" }, won: true }] : []),
    ],
    addresses: [{ kind: "shipping", name: order.customer?.name ?? null, street: "Kastanienallee 12", postal_code: "10435", city: "Berlin", region: "BE", country: order.country }],
    attribution: { landing_page: "/collections/wool?utm_source=newsletter", referrer: "mail.example", utm_source: "newsletter", utm_medium: "email", utm_campaign: "autumn-wool", click_id: null },
    attributes: { gift_note: true, warehouse: "BER-2" },
    timeline: [
      { at: at(0), kind: "ordered", text: `Order placed through ${order.channel}`, amount: order.total_sales }, { at: at(0.1), kind: "paid", text: "Paid by card (Stripe)", amount: order.total_sales },
      ...(order.status === "paid" ? [{ at: at(900), kind: "fulfilled", text: "Sent with DHL" }] : []), ...(refunded ? [{ at: at(2900), kind: "refunded", text: "Refunded: did not fit", amount: `-${order.returns}` }] : []),
    ],
  };
}

export function searchAll(q) {
  const orders = listOrders(new URLSearchParams({ q, limit: "4" })).items;
  const hit = (text) => text.toLowerCase().includes(q.toLowerCase());
  return {
    orders: orders.map(({ id, number, store, ordered_at, currency, total_sales }) => ({ id, number, store, ordered_at, currency, total_sales })),
    customers: NAMES.filter((name) => name && hit(name)).map((name, i) => ({ id: `cus-${i}`, name, orders: 3 + i })),
    products: Object.keys(WEIGHTS.product).filter(hit).map((title, i) => ({ id: `pro-${i}`, title, sku: `LH-${1040 + i}` })), elapsed_ms: 12,
  };
}

export function sourceRows(body) {
  const start = Number(body.cursor ?? 0);
  const rows = Array.from({ length: 20 }, (_, i) => orderAt(newest() - start - i));
  return {
    columns: [{ name: "order", type: "string" }, { name: "store", type: "string" }, { name: "kind", type: "string" }, { name: "booked_day", type: "date" }, { name: "gross", type: "decimal", unit: "EUR" }, { name: "discount", type: "decimal", unit: "EUR" }, { name: "returned", type: "decimal", unit: "EUR" }, { name: body.metric, type: "decimal", unit: "EUR" }],
    rows: rows.map((o) => [o.number, o.store, "sale", o.ordered_at.slice(0, 10), o.gross_sales, o.discounts, o.returns, o.net_sales]), total: 412, next_cursor: start + 20 < 412 ? String(start + 20) : null, sum: "48210.50",
  };
}
