/** Asks before something that cannot be undone; stays open with the reason where it is refused. */
import { Button, Modal } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import { shellText } from "@/i18n/shell";
import form from "./form.module.css";

interface ConfirmDangerProps {
  readonly title: string;
  readonly text: string;
  readonly cancel: string;
  readonly confirm: string;
  readonly go: Pick<UseMutationResult<unknown, Error, void>, "error" | "isPending" | "mutate">;
  readonly onClose: () => void;
}

export function ConfirmDanger({ title, text, cancel, confirm, go, onClose }: ConfirmDangerProps) {
  return (
    <Modal opened onClose={onClose} title={title} size={480} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={form.form}>
        <p>{text}</p>
        {go.error ? (
          <p role="alert" className={form.refusal}>
            {go.error.message}
          </p>
        ) : null}
        <div className={form.actions}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {cancel}
          </Button>
          <Button color="danger" loading={go.isPending} onClick={() => go.mutate()}>
            {confirm}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
