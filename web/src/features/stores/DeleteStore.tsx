import { useMutation } from "@tanstack/react-query";
import { deleteStore, type Store } from "@/api/stores";
import { queryClient } from "@/app/queries";
import { ConfirmDanger } from "@/form/ConfirmDanger";
import { storesText } from "@/i18n/stores";
import { formatCount } from "@/lib/format";
import { announce } from "@/ui/Announcer";

/** Names what goes before it goes. */
export function DeleteStore({ store, onClose }: { readonly store: Store; readonly onClose: () => void }) {
  const orders = formatCount(store.orders);
  const full = store.orders > 0;
  const go = useMutation({
    mutationFn: () => deleteStore(store.slug, full),
    onSuccess: () => {
      announce(storesText.deleted(store.name));
      void queryClient.invalidateQueries();
      onClose();
    },
  });
  return (
    <ConfirmDanger
      title={storesText.deleteTitle(store.name)}
      text={full ? storesText.deleteOrders(orders) : storesText.deleteEmpty}
      cancel={storesText.cancel}
      confirm={full ? storesText.deleteButton(orders) : storesText.deleteEmptyButton}
      go={go}
      onClose={onClose}
    />
  );
}
