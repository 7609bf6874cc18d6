/** The variants of a product by SKU: what each costs and brings. */
import type { ProductDetail, ProductVariant } from "@/api/rankings";
import type { QueryFilter } from "@/api/query";
import { RankTable } from "@/board/RankTable";
import { figureOf } from "@/board/figures";
import { productsText } from "@/i18n/products";
import { approximate } from "@/lib/decimal";
import { formatMoney } from "@/lib/format";

interface VariantsProps {
  readonly product: ProductDetail;
  readonly filters: readonly QueryFilter[];
  readonly costs: boolean;
}

export function Variants({ product, filters, costs }: VariantsProps) {
  const bySku = Map.groupBy(product.variants, (variant) => variant.sku ?? "");
  const of = (sku: string | null): readonly ProductVariant[] => bySku.get(sku ?? "") ?? [];
  return (
    <RankTable
      title={productsText.variants}
      hint={productsText.variantsHint}
      head={[productsText.sku, productsText.variant, productsText.price, ...(product.with_costs ? [productsText.cost] : [])]}
      dimensions={["sku_current"]}
      metrics={costs ? ["net_sales", "units_sold", "gross_margin", "return_rate"] : ["net_sales", "units_sold", "return_rate"]}
      filters={filters}
      nameOf={(row) => figureOf(row, "sku_current") ?? productsText.noSku}
      words={(row) => {
        const sku = figureOf(row, "sku_current");
        const variants = of(sku);
        const titles = [...new Set(variants.map((variant) => variant.title).filter((title) => title !== null))];
        const prices = <Range key="price" amounts={variants.map((variant) => [variant.price, variant.currency])} />;
        const unitCosts = <Range key="cost" amounts={variants.map((variant) => [variant.unit_cost, variant.cost_currency])} />;
        return [sku ?? productsText.noSku, titles.join(", ") || "–", prices, ...(product.with_costs ? [unitCosts] : [])];
      }}
      empty={productsText.noSales}
    />
  );
}

/** Lowest to highest in the currency most stores have; the others stand in the title. */
function Range({ amounts }: { readonly amounts: readonly (readonly [string | null, string | null])[] }) {
  const known = amounts.flatMap(([amount, currency]) => (amount === null || currency === null ? [] : [{ amount, currency }]));
  const lists = [...Map.groupBy(known, (one) => one.currency)].toSorted(([, a], [, b]) => b.length - a.length);
  const texts = lists.map(([currency, list]) => {
    const sorted = list.toSorted((a, b) => (approximate(a.amount) ?? 0) - (approximate(b.amount) ?? 0));
    return productsText.priceRange(formatMoney(sorted[0]?.amount, currency), formatMoney(sorted.at(-1)?.amount, currency));
  });
  return <span title={texts.length > 1 ? texts.join(", ") : undefined}>{texts[0] ?? "–"}</span>;
}
