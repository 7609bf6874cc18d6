// A stand-in for the server while developing the panel: serves dist under the product's policy and answers /api/v1 with
// invented trade. Never part of the product. `node dev/mock.mjs [port]`; ?mode= in the sign-in cookie is not needed.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { handle as handleImports } from "./mock/imports.mjs";
import { listOrders, orderDetail, searchAll, sourceRows } from "./mock/orders.mjs";
import { explain, runQuery } from "./mock/query.mjs";
import { STORES, WEIGHTS } from "./mock/world.mjs";

const dist = process.env.PANEL_DIST ?? fileURLToPath(new URL("../dist", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".json": "application/json" };
const CSP = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";
let signedIn = true;
let organisation = "demo";
let filling = null;
const own = [];

const ago = (minutes) => new Date(Date.now() - minutes * 6e4).toISOString();
const demoStores = STORES.map((store, i) => ({
  ...store, prices: store.currency === "USD" ? "net" : "gross", orders: Math.round(store.level * 3.1), first_order_at: ago(1050000), last_order_at: ago(1 + i * 3), created_at: ago(1050000),
  last_import: i === 0 ? { id: "imp-3", file: "orders_export_1.csv", finished_at: ago(61), created: 12004, updated: 301, rejected: 0 } : i === 7 ? { id: "imp-2", file: "Superstore.csv", finished_at: ago(1509), created: 5009, updated: 0, rejected: 3 } : null,
}));
const stores = () => (organisation === "demo" ? demoStores : own);
const problem = (status, code, title, more = {}) => [status, { type: `urn:comptoir:${code}`, title, status, code, ...more }];

function session() {
  if (!signedIn) return problem(401, "not_signed_in", "Sign in first");
  const demo = { id: "demo", name: "Lindenhof", slug: "demo", currency: "EUR", timezone: "Europe/Berlin", week_start: "monday", is_demo: true, provisional_since: null };
  const mine = { ...demo, id: "mine", name: "My shop", slug: "my-shop", is_demo: false };
  return [200, {
    user: { id: "u1", email: "ada@lindenhof.example", name: "Ada Lindt", role: "owner", permissions: ["analytics:read", "orders:read", "customers:pii", "stores:write", "imports:write", "organisations:create"] },
    organisation: organisation === "demo" ? demo : mine, organisations: [{ id: "demo", name: "Lindenhof", is_demo: true, role: "owner" }, { id: "mine", name: "My shop", is_demo: false, role: "owner" }],
    csrf_token: "mock", stores: stores().map(({ slug, name, currency, timezone, platform, is_demo }) => ({ slug, name, currency, timezone, platform, is_demo: is_demo ?? false })),
    demo: filling ?? null, version: "0.1.0",
  }];
}

function storesApi(method, slug, body, search) {
  const index = stores().findIndex((store) => store.slug === slug);
  if (method === "GET") return [200, { items: stores() }];
  if (method === "POST") {
    if (stores().some((store) => store.slug === body.slug)) return problem(422, "validation", "The store could not be added", { errors: [{ field: "slug", message: "Another store has this short name." }] });
    const made = { ...body, orders: 0, first_order_at: null, last_order_at: null, last_import: null, created_at: ago(0) };
    stores().push(made);
    return [201, made];
  }
  if (method === "PATCH") return [200, Object.assign(stores()[index], body)];
  if (stores()[index].orders > 0 && search.get("with_orders") !== "true") return problem(409, "store_has_orders", "The store has orders");
  stores().splice(index, 1);
  return [204, null];
}

function api(method, path, search, body, fileName) {
  const [area, ...rest] = path.split("/");
  if (area === "session") {
    if (rest[0] === "organisation") organisation = body.id;
    else if (method === "DELETE") signedIn = false;
    else if (method === "POST") {
      if (body?.password === "wrong") return problem(401, "bad_credentials", "E-mail or password is wrong", { detail: "That e-mail and password do not match." });
      signedIn = true;
    }
    return method === "GET" ? session() : [200, session()[1]];
  }
  if (area === "mock") {
    filling = rest[0] === "filling" ? { filling: true, done: 92400, total: 250000 } : null;
    organisation = search.get("id") ?? "demo";
    signedIn = rest[0] !== "signed-out";
    return [200, {}];
  }
  if (!signedIn) return problem(401, "not_signed_in", "Sign in first");
  if (area === "organisations") return ((organisation = "mine"), [201, {}]);
  if (area === "stores") return storesApi(method, rest[0], body, search);
  if (area === "orders" && rest.length === 0) return [200, organisation === "demo" ? listOrders(search) : { items: [], next_cursor: null, previous_cursor: null, total: 0 }];
  if (area === "orders" && rest[1] === "source") return [200, { revision: "r", part: "order", received_at: ago(39), record: { id: 820982911946154508, name: "#9999", created_at: ago(40), currency: "EUR", line_items: [{ id: 1, sku: "LH-1040", quantity: 2, price: "39.00" }], customer: { id: 115310627314723950, email: "•••@•••" } } }];
  if (area === "orders") return [200, orderDetail(rest[0])];
  if (area === "search") return [200, searchAll(search.get("q") ?? "")];
  if (area === "imports") return handleImports(method, rest, body, fileName);
  if (area === "query" && rest[0] === "explain") return [200, explain(body)];
  if (area === "query" && rest[0] === "rows") return [200, sourceRows(body)];
  if (area === "query" && organisation !== "demo") return [200, { ...runQuery({ ...body, filters: [{ field: "store", op: "in", value: ["none"] }] }), rows: [] }];
  if (area === "query") return [200, runQuery(body)];
  if (area === "dimensions") return [200, { items: Object.keys(WEIGHTS[rest[0]] ?? {}) }];
  return problem(404, "not_found", "There is nothing here");
}

function serveFile(response, path) {
  let file = join(dist, normalize(path));
  if (!file.startsWith(dist) || !existsSync(file) || !statSync(file).isFile()) file = join(dist, "index.html");
  response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", "Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff" });
  createReadStream(file).pipe(response);
}

export function startMock(port = 8199) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://local");
    if (!url.pathname.startsWith("/api/v1/")) return serveFile(response, url.pathname);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks).toString("latin1");
    const fileName = /filename="([^"]+)"/.exec(raw)?.[1];
    const body = raw.startsWith("{") ? JSON.parse(Buffer.concat(chunks).toString("utf8")) : null;
    const [status, answer] = api(request.method, url.pathname.slice("/api/v1/".length), url.searchParams, body, fileName);
    response.writeHead(status, { "Content-Type": status >= 400 ? "application/problem+json" : "application/json" });
    response.end(answer === null ? "" : JSON.stringify(answer));
    return undefined;
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.argv[2] ?? 8199);
  await startMock(port);
  console.log(`mock on http://127.0.0.1:${port}`);
}
