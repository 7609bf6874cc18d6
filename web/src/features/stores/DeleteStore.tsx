import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { deleteStore, type Store } from "@/api/stores";
import { queryClient } from "@/app/queries";
import { shellText } from "@/i18n/shell";
import { storesText } from "@/i18n/stores";
import { formatCount } from "@/lib/format";
import { announce } from "@/ui/Announcer";
import form from "@/form/form.module.css";

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
    <Modal opened onClose={onClose} title={storesText.deleteTitle(store.name)} size={480} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={form.form}>
        <p>{full ? storesText.deleteOrders(orders) : storesText.deleteEmpty}</p>
        {go.error ? (
          <p role="alert" className={form.refusal}>
            {go.error.message}
          </p>
        ) : null}
        <div className={form.actions}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {storesText.cancel}
          </Button>
          <Button color="danger" loading={go.isPending} onClick={() => go.mutate()}>
            {full ? storesText.deleteButton(orders) : storesText.deleteEmptyButton}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
