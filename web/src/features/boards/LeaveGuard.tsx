import { Button, Modal } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import type { Autosave } from "@/features/boards/useAutosave";
import { saveText } from "@/i18n/boards";
import { shellText } from "@/i18n/shell";
import form from "@/form/form.module.css";

/** Leaving the panel with unsaved changes asks the browser to warn; leaving the page only where saving fails. */
export function LeaveGuard({ autosave }: { readonly autosave: Autosave }) {
  const { is } = autosave.state;
  const fails = is === "failed" || is === "offline" || is === "refused";
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => fails && current.pathname !== next.pathname,
    enableBeforeUnload: () => is !== "clean",
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Modal opened onClose={blocker.reset} title={saveText.leaveTitle} size={440} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={form.form}>
        <p>{saveText.leaveText}</p>
        <div className={form.actions}>
          <Button variant="default" onClick={blocker.proceed}>
            {saveText.leave}
          </Button>
          <Button data-autofocus onClick={blocker.reset}>
            {saveText.stay}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
