import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { webhookText } from "@/i18n/webhooks";
import { announce } from "@/ui/Announcer";
import classes from "./webhooks.module.css";

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  readonly action: string;
}

/** Something to paste elsewhere: shown whole, selected with one click, copied with one button. */
export function CopyField({ label, value, action }: CopyFieldProps) {
  const clipboard = useClipboard({ timeout: 2_000 });
  const copy = (): void => {
    clipboard.copy(value);
    announce(webhookText.copied);
  };
  return (
    <div className={classes.copy}>
      <p className={classes.label}>{label}</p>
      <pre className={classes.value} tabIndex={0} aria-label={label}>
        {value}
      </pre>
      <Button variant="default" size="compact-sm" aria-label={clipboard.copied ? `${webhookText.copied}: ${label}` : action} leftSection={clipboard.copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />} onClick={copy}>
        {clipboard.copied ? webhookText.copied : webhookText.copy}
      </Button>
    </div>
  );
}
