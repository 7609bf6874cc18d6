import { Button, Modal } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { editorText } from "@/i18n/definitions";
import { shellText } from "@/i18n/shell";
import form from "@/form/form.module.css";

/** Asks before typed work is lost. */
export function LeaveGuard({ isChanged }: { readonly isChanged: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname,
    enableBeforeUnload: () => isChanged,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Modal opened onClose={blocker.reset} title={editorText.leaveTitle} size={440} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={form.form}>
        <p>{editorText.leaveText}</p>
        <div className={form.actions}>
          <Button variant="default" onClick={blocker.proceed}>
            {editorText.leave}
          </Button>
          <Button data-autofocus onClick={blocker.reset}>
            {editorText.stay}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
