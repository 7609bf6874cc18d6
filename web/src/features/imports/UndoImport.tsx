import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { undoImport, type ImportSummary } from "@/api/imports";
import { queryClient } from "@/app/queries";
import { importsText } from "@/i18n/imports";
import { shellText } from "@/i18n/shell";
import { storesText } from "@/i18n/stores";
import { formatCount } from "@/lib/format";
import form from "@/form/form.module.css";

/** Names what goes before it goes. */
export function UndoImport({ one, onClose }: { readonly one: ImportSummary; readonly onClose: () => void }) {
  const created = formatCount(one.result?.created ?? 0);
  const undo = useMutation({
    mutationFn: () => undoImport(one.id),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={importsText.undoTitle(one.file)} size={480} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={form.form}>
        <p>{importsText.undoText(created, formatCount(one.result?.updated ?? 0))}</p>
        {undo.error ? (
          <p role="alert" className={form.refusal}>
            {undo.error.message}
          </p>
        ) : null}
        <div className={form.actions}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {storesText.cancel}
          </Button>
          <Button color="danger" loading={undo.isPending} onClick={() => undo.mutate()}>
            {importsText.undoButton(created)}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
