import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { ordersFile, type OrderFilters } from "@/api/orders";
import { ordersText } from "@/i18n/orders";

/** The whole list as it is filtered and sorted; the server streams it and the browser writes it to disk. */
export function ExportButton({ filters, disabled }: { readonly filters: OrderFilters; readonly disabled: boolean }) {
  const icon = <IconDownload size={15} aria-hidden />;
  return disabled ? (
    <Button variant="default" disabled leftSection={icon}>
      {ordersText.export}
    </Button>
  ) : (
    <Button variant="default" leftSection={icon} renderRoot={(props) => <a {...props} href={ordersFile(filters)} download />}>
      {ordersText.export}
    </Button>
  );
}
