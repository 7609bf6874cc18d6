import { Modal } from "@mantine/core";
import { shellText, shortcutRows } from "@/i18n/shell";
import classes from "./KeyboardSheet.module.css";

export default function KeyboardSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={shellText.keyboard} size={460} closeButtonProps={{ "aria-label": shellText.close }}>
      <dl className={classes.list}>
        {shortcutRows.map(([keys, what]) => (
          <div key={keys} className={classes.row}>
            <dt>
              <kbd className={classes.keys}>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
