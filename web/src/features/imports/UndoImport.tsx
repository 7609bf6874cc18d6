import { useMutation } from "@tanstack/react-query";
import { undoImport, type ImportSummary } from "@/api/imports";
import { queryClient } from "@/app/queries";
import { ConfirmDanger } from "@/form/ConfirmDanger";
import { importsText } from "@/i18n/imports";
import { storesText } from "@/i18n/stores";
import { formatCount } from "@/lib/format";

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
  const text = importsText.undoText(created, formatCount(one.result?.updated ?? 0));
  return <ConfirmDanger title={importsText.undoTitle(one.file)} text={text} cancel={storesText.cancel} confirm={importsText.undoButton(created)} go={undo} onClose={onClose} />;
}
