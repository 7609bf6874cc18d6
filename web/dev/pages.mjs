// The pages and states that are photographed: where they are and what to do before the picture.
const full = async (page) => page.evaluate(() => window.scrollTo(0, 0));

export const PAGES = [
  { name: "overview", path: "/" },
  { name: "overview-lower", path: "/", act: async (page) => page.evaluate(() => window.scrollTo(0, 900)) },
  { name: "overview-month", path: "/?period=month" },
  { name: "overview-year-table", path: "/?period=year", act: async (page) => page.getByRole("button", { name: /^Table of Net sales by/ }).first().click() },
  { name: "explain", path: "/", act: async (page) => page.getByRole("button", { name: /^Net sales.*Explain/ }).first().click().then(() => page.getByText("Source rows").waitFor()) },
  { name: "period-picker", path: "/", act: async (page) => page.getByRole("button", { name: /^Choose the period/ }).click() },
  { name: "store-picker", path: "/", act: async (page) => page.getByRole("button", { name: /^Choose stores/ }).click() },
  { name: "search", path: "/", act: async (page) => { await page.keyboard.press("/"); await page.getByRole("combobox").fill("an"); await page.getByRole("option").first().waitFor(); } },
  { name: "keyboard", path: "/", act: async (page) => page.keyboard.press("?") },
  { name: "filling", path: "/", before: "filling?on=1", act: full },
  { name: "clean", path: "/", before: "organisation?id=mine" },
  { name: "sign-in", path: "/sign-in", before: "signed-out" },
  { name: "orders", path: "/orders" },
  { name: "orders-filtered", path: "/orders?status=refunded,cancelled&sort=-total" },
  { name: "orders-empty", path: "/orders?q=nothing-like-this" },
  { name: "order", path: "/orders", act: openOrder },
  { name: "order-lower", path: "/orders", act: async (page) => { await openOrder(page); await page.evaluate(() => window.scrollTo(0, 900)); } },
  { name: "imports", path: "/imports" },
  { name: "import-plan", path: "/imports", act: planImport },
  { name: "import-preview", path: "/imports", act: async (page) => { await planImport(page); await page.evaluate(() => window.scrollTo(0, 1000)); } },
  { name: "import-done", path: "/imports/imp-2" },
  { name: "import-undo", path: "/imports/imp-2", act: async (page) => page.getByRole("button", { name: /Undo/ }).click() },
  { name: "stores", path: "/stores" },
  { name: "store-add", path: "/stores", act: async (page) => page.getByRole("button", { name: "Add a store" }).click() },
  { name: "store-delete", path: "/stores", act: async (page) => { await page.getByRole("button", { name: /^More for/ }).first().click(); await page.getByRole("menuitem", { name: /Delete/ }).click(); } },
  { name: "start", path: "/start" },
  { name: "not-found", path: "/nowhere" },
];

async function openOrder(page) {
  await page.goto(`${new URL(page.url()).origin}/orders?status=partly_refunded`);
  await page.locator("main a[href*='/orders/ord-']").first().click();
  await page.getByRole("heading", { name: "Entries" }).waitFor();
}

async function planImport(page) {
  await page.locator("input[type=file]").setInputFiles({ name: "Superstore.csv", mimeType: "text/csv", buffer: Buffer.from("Order ID,Order Date\n1,2\n") });
  await page.getByRole("heading", { name: "Preview" }).waitFor();
}
