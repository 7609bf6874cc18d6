import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { saveBlob } from "@/api/client";
import { fetchOrders, type OrderFilters, type OrderRow } from "@/api/orders";
import { useSession } from "@/app/view";
import { ordersText } from "@/i18n/orders";
import { csvOf } from "@/lib/csv";
import { formatCount } from "@/lib/format";
import { announce } from "@/ui/Announcer";

const PAGE = 200;
const MOST = 20_000;
const HEAD = ["number", "store", "ordered_at", "status", "channel", "customer", "country", "items", "currency", "gross_sales", "discounts", "returns", "net_sales", "total_sales"];

const fields = (order: OrderRow): readonly (string | number | null)[] => [
  order.number, order.store, order.ordered_at, order.status, order.channel, order.customer?.name ?? null, order.country, order.items,
  order.currency, order.gross_sales, order.discounts, order.returns, order.net_sales, order.total_sales,
];

/** The list as it is filtered and sorted, page after page, with amounts as the server wrote them. */
export function ExportButton({ filters, disabled }: { readonly filters: OrderFilters; readonly disabled: boolean }) {
  const { organisation } = useSession();
  const [done, setDone] = useState(0);
  const write = useMutation({
    mutationFn: async () => {
      const rows: OrderRow[] = [];
      let cursor: string | undefined;
      do {
        const page = await fetchOrders({ ...filters, cursor, limit: PAGE });
        rows.push(...page.items);
        setDone(rows.length);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined && rows.length < MOST);
      return { rows, partly: cursor !== undefined };
    },
    onSuccess: ({ rows, partly }) => {
      const name = `${organisation.is_demo ? "demo-" : ""}${organisation.slug}-orders.csv`;
      saveBlob(new Blob([csvOf(HEAD, rows.map(fields))], { type: "text/csv;charset=utf-8" }), name);
      announce(partly ? ordersText.exportedPart(formatCount(rows.length)) : ordersText.exported(formatCount(rows.length)));
    },
    onError: (error) => announce(error.message),
  });
  return (
    <Button variant="default" disabled={disabled || write.isPending} leftSection={<IconDownload size={15} aria-hidden />} onClick={() => write.mutate()}>
      {write.isPending ? ordersText.exporting(formatCount(done)) : ordersText.export}
    </Button>
  );
}
