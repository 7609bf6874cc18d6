// Answers the query API from the invented trade: additive over stores, hours and weights, so that totals agree.
import { addDays, level, MARGINS, noise, STORES, WEIGHTS } from "./world.mjs";

const UNITS = {
  net_sales: "EUR", gross_sales: "EUR", discounts: "EUR", returns: "EUR", total_sales: "EUR", aov: "EUR", gross_profit: "EUR", cogs: "EUR",
  gross_margin: "percent", orders: "count", units_sold: "count", units_returned: "count", new_customers: "count",
  returning_customers: "count", guest_orders: "count", customers: "count",
};
const MONEY = new Set(Object.keys(UNITS).filter((key) => UNITS[key] === "EUR"));
const nowParts = () => {
  const text = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin", dateStyle: "short", timeStyle: "short" }).format(new Date());
  const [day, time] = text.split(" ");
  const [hour, minute] = time.split(":").map(Number);
  return { day, hour: hour + minute / 60 };
};

function metricsOf(base, margin, tilt) {
  const discounts = base * 0.071;
  const returns = base * 0.058 * tilt;
  const net = base - discounts - returns;
  const orders = Math.round(net / 96);
  const units = Math.round(orders * 2.3);
  return {
    gross_sales: base, discounts, returns, net_sales: net, total_sales: net * 1.21, orders, units_sold: units,
    units_returned: Math.round(units * 0.06 * tilt), aov: orders ? (base - discounts) / orders : null, gross_profit: net * margin,
    cogs: net * (1 - margin), gross_margin: net ? margin : null, new_customers: Math.round(orders * 0.15),
    returning_customers: Math.round(orders * 0.7), guest_orders: Math.round(orders * 0.1), customers: Math.round(orders * 0.85),
  };
}

const write = (key, value) =>
  value === null ? null : MONEY.has(key) ? value.toFixed(2) : key === "gross_margin" ? value.toFixed(6) : String(value);

function days(range) {
  const list = [];
  for (let day = range.from; day <= range.to && list.length < 1500; day = addDays(day, 1)) list.push(day);
  return list;
}

function bucketOf(day, grain) {
  if (grain === "month") return `${day.slice(0, 7)}-01`;
  if (grain === "week") return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  return day;
}

function shifted(range, kind) {
  const length = Math.round((Date.parse(range.to) - Date.parse(range.from)) / 864e5) + 1;
  const months = { previous_year: 12 }[kind];
  if (months) return { from: `${Number(range.from.slice(0, 4)) - 1}${range.from.slice(4)}`, to: `${Number(range.to.slice(0, 4)) - 1}${range.to.slice(4)}` };
  const back = kind === "previous_week" ? Math.ceil(length / 7) * 7 : kind === "previous_year_weekday" ? 364 : length;
  return { from: addDays(range.from, -back), to: addDays(range.to, -back) };
}

/** Base gross sales by (bucket, group) for a range; `cut` ends the last day at the minute of now. */
function gather(query, range, cut) {
  const now = nowParts();
  const wanted = query.filters?.find((f) => f.field === "store")?.value ?? null;
  const stores = STORES.filter((s) => wanted === null || wanted.includes(s.slug));
  const list = days(range);
  const unfinished = cut && query.range && query.range.from <= now.day && query.range.to >= now.day;
  const elapsed = unfinished ? Math.round((Date.parse(now.day) - Date.parse(query.range.from)) / 864e5) : list.length;
  const dims = query.dimensions ?? [];
  const sums = new Map();
  list.forEach((day, index) => {
    if (unfinished ? index > elapsed : day > now.day) return;
    const end = (unfinished && index === elapsed) || day === now.day ? now.hour : 24;
    for (const store of stores) {
      const slots = query.grain === "hour" ? Array.from({ length: Math.ceil(end) }, (_, h) => h) : [null];
      for (const slot of slots) {
        const base = slot === null ? level(store, day, 0, end) : level(store, day, slot, Math.min(end, slot + 1));
        const bucket = query.grain === undefined ? null : slot === null ? bucketOf(day, query.grain) : `${day}T${String(slot).padStart(2, "0")}:00:00+01:00`;
        spread(dims, store).forEach(([group, share, margin, tilt]) => {
          const key = JSON.stringify([bucket, ...group]);
          const old = sums.get(key) ?? { bucket, group, base: 0, margin, tilt, index: slot ?? index };
          old.base += base * share;
          sums.set(key, old);
        });
      }
    }
  });
  return [...sums.values()];
}

function spread(dims, store) {
  let groups = [[[], 1, 0.446, 1]];
  for (const dim of dims) {
    const weights = dim === "store" ? { [store.slug]: 1 } : (WEIGHTS[dim] ?? { unknown: 1 });
    const total = Object.values(weights).reduce((a, b) => a + b, 0);
    groups = groups.flatMap(([group, share, , tilt]) =>
      Object.entries(weights).map(([value, weight], i) => [
        [...group, value], (share * weight) / total, dim === "product" ? MARGINS[i] : dim === "store" ? 0.38 + 0.14 * noise(value) : 0.446,
        dim === "product" ? 0.3 + 2.4 * noise(`${value}r`) : tilt,
      ]),
    );
  }
  return groups;
}

export function runQuery(query) {
  const range = query.range ?? { from: addDays(nowParts().day, -700), to: nowParts().day };
  const current = gather(query, range, false);
  const before = query.compare ? gather(query, shifted(range, query.compare), query.same_minute) : null;
  const beforeByKey = new Map((before ?? []).map((row) => [JSON.stringify([query.grain ? row.index : 0, ...row.group]), row]));
  const dims = query.dimensions ?? [];
  const columns = [
    ...(query.grain ? [{ name: "period", type: query.grain === "hour" ? "datetime" : "date" }] : []),
    ...dims.map((name) => ({ name, type: "string" })),
    ...query.metrics.flatMap((name) =>
      (query.compare ? ["", "__previous", "__change", "__change_pct"] : [""]).map((end) => ({
        name: name + end, type: "decimal", unit: end === "__change_pct" ? "percent" : UNITS[name], metric: name, version: 3,
      })),
    ),
  ];
  const cells = (row, old) => {
    const now = metricsOf(row.base, row.margin, row.tilt);
    const was = old ? metricsOf(old.base, old.margin, old.tilt * (0.8 + 0.4 * noise(String(row.group)))) : null;
    return query.metrics.flatMap((key) => {
      const value = write(key, now[key] ?? null);
      if (!query.compare) return [value];
      const previous = was ? write(key, was[key] ?? null) : null;
      return [value, previous, null, null];
    });
  };
  let rows = current.map((row) => ({ row, old: beforeByKey.get(JSON.stringify([query.grain ? row.index : 0, ...row.group])) }));
  const order = query.order_by?.[0];
  if (order) {
    const key = order.replace("-", "");
    rows.sort((a, b) => metricsOf(b.row.base, b.row.margin, b.row.tilt)[key] - metricsOf(a.row.base, a.row.margin, a.row.tilt)[key]);
  } else rows.sort((a, b) => (String(a.row.bucket) < String(b.row.bucket) ? -1 : 1));
  rows = rows.slice(0, query.limit ?? 1000);
  const all = (list) => ({ base: list.reduce((sum, row) => sum + row.base, 0), margin: 0.446, tilt: 1, group: [] });
  const totalCells = cells(all(current), before ? all(before) : null);
  const measures = columns.slice(columns.length - totalCells.length);
  return {
    columns,
    rows: rows.map(({ row, old }) => [...(query.grain ? [row.bucket] : []), ...row.group, ...cells(row, old)]),
    totals: Object.fromEntries(measures.map((column, i) => [column.name, totalCells[i]])),
    as_of: new Date(Date.now() - 400).toISOString(), data_version: 81723 + Math.floor(Date.now() / 6000), stale: false, truncated: false,
    elapsed_ms: 7, cached: false, notes: ["Rates of Fri 20 Nov carried forward to today (ECB reference rates)"],
  };
}

export function explain(query) {
  return {
    metrics: query.metrics.map((key) => ({
      key, label: key.replaceAll("_", " ").replace(/^./, (c) => c.toUpperCase()), description: DESCRIPTIONS[key] ?? "A figure of the sales entries of the period.",
      formula: FORMULAS[key] ?? `sum(${key})`, unit: MONEY.has(key) ? "money" : (UNITS[key] ?? "count"), direction: key === "returns" ? "bad" : "good",
      date_basis: key === "returns" ? "the day of the return" : "the order's day", owner: "orders", version: 3,
    })),
    filters: ["Organisation is Lindenhof (demo)", "No drafts, no tests, no orders voided before payment", ...(query.filters ?? []).map((f) => `${f.field} is one of ${[f.value].flat().join(", ")}`)],
    range: query.range ?? null, day: query.day ?? "store",
    sql: `SELECT\n    sum(gross) - sum(discount) - sum(returned) AS net_sales,\n    uniqExact(order_id) AS orders\nFROM sales_entries FINAL\nWHERE organisation_id = {organisation:UUID}\n  AND store_day BETWEEN {from:Date} AND {to:Date}\n  AND is_deleted = 0`,
    parameters: { organisation: "0191…", from: query.range?.from ?? null, to: query.range?.to ?? null },
    tables: ["sales_entries", "rates"], notes: ["Rates of Fri 20 Nov carried forward to today"], rate_set: "ECB daily reference, set 412",
  };
}

const DESCRIPTIONS = {
  net_sales: "Gross sales minus discounts minus returns, without tax and shipping. “Revenue” on a screen means this.",
  orders: "Orders with at least one sale line. A later cancellation leaves the order counted and books a return.",
  returns: "Value of returned goods net of their discounts, without tax and shipping, on the day of the return.",
};
const FORMULAS = { net_sales: "gross_sales − discounts − returns", aov: "(gross_sales − discounts) ÷ orders", gross_margin: "gross_profit ÷ net sales of lines with a known cost" };
