// An import in memory: a plan with a question, a run of a few seconds, a result, undo.
const FIELDS = [
  ["order_id", "Order id", true, "Groups the lines of one order."], ["ordered_at", "Ordered at", true, "Date or date and time; naive times are the store's."],
  ["sku", "SKU", false, "Article number of the line."], ["title", "Title", false, "Name of the product."], ["category", "Category", false, ""], ["subcategory", "Subcategory", false, ""],
  ["quantity", "Quantity", false, "1 if absent."], ["unit_price", "Unit price", false, "Before discount; this or the line total is needed."], ["line_total", "Line total", true, "After discount, before tax unless prices include it."],
  ["discount", "Discount", false, "Amount of the line."], ["tax", "Tax", false, ""], ["shipping", "Shipping", false, "Once an order."], ["cost", "Cost", false, ""], ["profit", "Profit", false, "Gives the cost: line total minus profit."],
  ["customer_id", "Customer id", false, ""], ["customer_name", "Customer name", false, ""], ["country", "Country", false, ""], ["region", "Region", false, ""], ["city", "City", false, ""], ["postal_code", "Postal code", false, ""],
].map(([key, label, required, description]) => ({ key, label, required, description }));
const COLUMNS = [
  ["Order ID", ["CA-2017-152156", "CA-2017-138688"], "text"], ["Order Date", ["11/8/2017", "6/12/2017"], "date"], ["Ship Mode", ["Second Class"], "text"], ["Customer ID", ["CG-12520", "DV-13045"], "text"],
  ["Customer Name", ["Claire Gute", "Darrin Van Huff"], "text"], ["Country", ["United States"], "text"], ["City", ["Henderson", "Los Angeles"], "text"], ["Product ID", ["FUR-BO-10001798"], "text"], ["Category", ["Furniture"], "text"],
  ["Sub-Category", ["Bookcases", "Labels"], "text"], ["Product Name", ["Bush Somerset Collection Bookcase"], "text"], ["Sales", ["261.96", "14.62"], "number"], ["Quantity", ["2", "3"], "number"], ["Discount", ["0", "0.2"], "number"], ["Profit", ["41.9136", "6.8714"], "number"],
].map(([name, samples, type]) => ({ name, samples, type }));
const MAPPING = { order_id: "Order ID", ordered_at: "Order Date", sku: "Product ID", title: "Product Name", category: "Category", subcategory: "Sub-Category", line_total: "Sales", quantity: "Quantity", profit: "Profit", customer_id: "Customer ID", customer_name: "Customer Name", country: "Country", city: "City" };

const imports = new Map();
const minutes = (n) => new Date(Date.now() - n * 6e4).toISOString();
const done = (id, file, store, n, result, state = "done") =>
  imports.set(id, { ...blank(id, file), store, state, created_at: minutes(n), finished_at: minutes(n - 1), result });

function blank(id, file, size = 2_287_742) {
  return {
    id, file, size, store: null, state: "planned", format: "transactions", created_at: new Date().toISOString(), finished_at: null,
    detected: { format: "transactions", confidence: 0.93, reason: "An order id, a date and amounts in named columns, one row a line", encoding: "cp1252", separator: ",", rows_estimate: 9994 },
    formats: [{ key: "transactions", label: "Transactions, one row a line", fits: true, missing: [] }, { key: "shopify-orders", label: "Shopify orders export", fits: false, missing: ["Financial Status", "Lineitem name"] }, { key: "customers", label: "Customers", fits: true, missing: [] }],
    columns: COLUMNS, fields: FIELDS, mapping: MAPPING, options: {},
    questions: [{ id: "date_format", text: "“11/8/2017” fits two date formats. Which one is it?", options: [{ value: "%m/%d/%Y", label: "8 November 2017 (month first)" }, { value: "%d/%m/%Y", label: "11 August 2017 (day first)" }] }],
    answered: [],
    preview: Array.from({ length: 10 }, (_, i) => i === 6 ? { row: 8, ok: false, reason: "“n.a.” is no number (Sales)" } : { row: i + 2, ok: true, values: { order_id: `CA-2017-15215${i}`, ordered_at: "2017-11-08", sku: "FUR-BO-10001798", title: "Bush Somerset Collection Bookcase", quantity: "2", line_total: "261.96", cost: "220.0464", customer_id: "CG-12520" } }),
    progress: { read: 0, total: 9994 }, result: null,
  };
}

done("imp-3", "orders_export_1.csv", "berlin", 62, { read: 48210, created: 12004, updated: 301, unchanged: 0, rejected: 0, statuses: [], reject_reasons: [] });
done("imp-2", "Superstore.csv", "new-york", 1510, { read: 9994, created: 5009, updated: 0, unchanged: 0, rejected: 3, statuses: [{ source: "Closed", became: "paid", count: 4991 }, { source: "CANCELED", became: "cancelled", count: 18 }], reject_reasons: [{ reason: "“n.a.” is no number (Sales)", count: 3 }] });
done("imp-1", "magento_2025.json.gz", "zurich", 9000, { read: 3120, created: 3120, updated: 0, unchanged: 0, rejected: 0, statuses: [], reject_reasons: [] }, "undone");

export function handle(method, parts, body, fileName) {
  const [id, action] = parts;
  if (!id && method === "POST") {
    const made = blank(`imp-${imports.size + 1}`, fileName ?? "Superstore.csv");
    imports.set(made.id, made);
    return [201, made];
  }
  if (!id) return [200, { items: [...imports.values()].toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1)), next_cursor: null }];
  const one = imports.get(id);
  if (!one) return [404, { title: "No such import", status: 404, code: "not_found", detail: "This import does not exist." }];
  if (method === "PUT") {
    Object.assign(one, body);
    const asked = blank("x", "x").questions.map((question) => ({ ...question, answer: body.options?.date_format ?? null }));
    one.questions = asked.filter((question) => question.answer === null);
    one.answered = asked.filter((question) => question.answer !== null);
    return [200, one];
  }
  if (action === "start") {
    one.state = "running";
    one.started = Date.now();
    return [202, one];
  }
  if (action === "undo") {
    one.state = "undone";
    return [200, one];
  }
  if (method === "DELETE") {
    imports.delete(id);
    return [204, null];
  }
  if (one.state === "running") {
    const share = Math.min(1, (Date.now() - one.started) / 4000);
    one.progress = { read: Math.floor(9994 * share), total: 9994 };
    if (share === 1) Object.assign(one, { state: "done", finished_at: new Date().toISOString(), result: { read: 9994, created: 5008, updated: 0, unchanged: 0, rejected: 1, statuses: [], reject_reasons: [{ reason: "“n.a.” is no number (Sales)", count: 1 }] } });
  }
  return [200, one];
}
