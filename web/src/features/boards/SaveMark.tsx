import { IconCheck, IconCloudOff } from "@tabler/icons-react";
import { useSession } from "@/app/view";
import type { Autosave } from "@/features/boards/useAutosave";
import { clockOf } from "@/features/boards/when";
import { saveText } from "@/i18n/boards";
import classes from "./board.module.css";

/** Whether everything is saved, and what to do where it is not. */
export function SaveMark({ autosave }: { readonly autosave: Autosave }) {
  const { organisation } = useSession();
  const { state, now } = autosave;
  const words = {
    clean: state.is === "clean" && state.at !== null ? saveText.saved(clockOf(state.at, organisation.timezone)) : saveText.clean,
    waiting: saveText.waiting,
    failed: saveText.failed,
    offline: saveText.offline,
    refused: state.is === "refused" ? saveText.refused(state.why) : "",
  }[state.is];
  const bad = state.is !== "clean" && state.is !== "waiting";
  return (
    <span className={classes.save} data-bad={bad} data-save={state.is} role={bad ? "alert" : undefined}>
      {state.is === "clean" ? <IconCheck size={14} aria-hidden /> : bad ? <IconCloudOff size={14} aria-hidden /> : null}
      {words}
      {bad ? (
        <button type="button" className={classes.link} onClick={now}>
          {saveText.again}
        </button>
      ) : null}
    </span>
  );
}
