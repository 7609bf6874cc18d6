import { statusName } from "@/i18n/orders";
import classes from "./Status.module.css";

const TONES: Readonly<Record<string, "quiet" | "plain" | "bad">> = {
  open: "quiet",
  draft: "quiet",
  test: "quiet",
  voided: "quiet",
  refunded: "bad",
  partly_refunded: "bad",
  cancelled: "bad",
  failed: "bad",
  undone: "quiet",
  planned: "quiet",
};

/** A state in a word; the colour only repeats it. */
export function Status({ status, label }: { readonly status: string; readonly label?: string | undefined }) {
  return (
    <span className={classes.status} data-tone={TONES[status] ?? "plain"}>
      {label ?? statusName(status)}
    </span>
  );
}
